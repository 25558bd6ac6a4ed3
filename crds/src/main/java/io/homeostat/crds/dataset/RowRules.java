package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** What may become a row of a Dataset, and on which side of the split it goes. */
public final class RowRules {
  private RowRules() {}

  /** Rows of which length and language are taken. */
  @ApiType
  @ValidationRule(
      value =
          "!has(self.minimumCharacters) || !has(self.maximumCharacters) ||"
              + " self.minimumCharacters <= self.maximumCharacters",
      message = "spec.filters: minimumCharacters must not exceed maximumCharacters")
  public record Filters(
      @Default("1")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("Characters of question and answer at least. Default 1.")
          Integer minimumCharacters,
      @Default("32768")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("Characters of question and answer at most. Default 32768.")
          Integer maximumCharacters,
      @Size(max = 16)
          @ListKey
          @JsonPropertyDescription(
              "Languages by ISO 639-1; texts whose language cannot be told are taken. Default: all.")
          List<@Size(min = 2, max = 2) @Pattern("^[a-z]{2}$") String> languages) {
    public Filters {
      languages = OrEmpty.list(languages);
    }
  }

  /** When two questions are nearly the same. */
  @ApiType
  public record Deduplication(
      @Default("\"0.8\"")
          @Decimal(min = 0.7, max = 1)
          @JsonPropertyDescription(
              "Shared word 5-grams (Jaccard) from which two questions are nearly the same, 0.7 to 1."
                  + " Of those with the same answer one is kept. Default 0.8.")
          String similarity) {}

  /** Personal data that is replaced. */
  @ApiType
  public record Privacy(
      @Default("[\"Email\",\"Phone\",\"CreditCard\",\"Iban\",\"IpAddress\"]")
          @Size(max = 5)
          @ListKey
          @OneOf({"Email", "Phone", "CreditCard", "Iban", "IpAddress"})
          @JsonPropertyDescription(
              "What is replaced by a placeholder such as [EMAIL] in questions and answers; an empty"
                  + " list replaces nothing. Default: all.")
          List<String> redact) {
    public Privacy {
      redact = OrEmpty.list(redact);
    }
  }

  /** How many rows may be answers of models. */
  @ApiType
  public record Provenance(
      @Default("\"0.2\"")
          @Decimal(max = 1)
          @JsonPropertyDescription(
              "Share of training rows that models wrote and nobody verified, 0 to 1. Default 0.2.")
          String maximumUnverifiedShare,
      @Default("\"0.6\"")
          @Decimal(max = 1)
          @JsonPropertyDescription(
              "Share of training rows that models wrote and a person, a reference or an invariant"
                  + " verified, 0 to 1. Default 0.6.")
          String maximumVerifiedShare,
      @Default("1")
          @Min(0)
          @Max(10)
          @JsonPropertyDescription(
              "How often a row may have gone through a model that was trained on rows of models:"
                  + " people write generation 0, a model trained on them 1. Default 1.")
          Integer maximumGeneration) {}

  /** Which rows are held out. */
  @ApiType
  public record Split(
      @Default("100")
          @Min(1)
          @Max(10000)
          @JsonPropertyDescription(
              "Items of each capability that are held out for evaluations. Default 100.")
          Integer testPerCapability,
      @Default("\"0.2\"")
          @Decimal(above = true, max = 0.5)
          @JsonPropertyDescription(
              "Share of a capability's rows that is held out at most, above 0 and up to 0.5."
                  + " Default 0.2.")
          String testShare,
      @Size(max = 16)
          @ListKey
          @JsonPropertyDescription(
              "Files of evaluation items at `pvc://<claim>/<path>`; what resembles one of them is"
                  + " neither trained on nor held out.")
          List<
                  @Size(min = 8, max = 512)
                  @Pattern("^pvc://[a-z0-9]([-.a-z0-9]*[a-z0-9])?(/[-._A-Za-z0-9]+)+$") String>
              evaluationSets) {
    public Split {
      evaluationSets = OrEmpty.list(evaluationSets);
    }
  }
}
