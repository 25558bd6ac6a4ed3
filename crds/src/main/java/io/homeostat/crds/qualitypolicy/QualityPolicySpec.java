package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** How answers of a ModelService are scored. */
@ApiType
public record QualityPolicySpec(
    @Required @JsonPropertyDescription("ModelService whose answers are scored.")
        Ref modelServiceRef,
    @Default("{}") @JsonPropertyDescription("Which interactions are scored.") Sampling sampling,
    @Size(max = 50)
        @ListKey("name")
        @JsonPropertyDescription(
            "What the model is used for, at most 50; each is watched on its own. An interaction"
                + " belongs to the one that the header x-homeostat-capability names, else to the"
                + " first that has a keyword in the last user message, else to `other`.")
        List<Capability> capabilities,
    @Required @JsonPropertyDescription("Parts of the composite score.") Scorers scorers,
    @Default("600")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds after its first request at which a session closes; the session is the unit of"
                + " drift and canary. Default 600.")
        Integer sessionWindowSeconds,
    @Default("30")
        @Min(0)
        @Max(3600)
        @JsonPropertyDescription(
            "Seconds after which an interaction gets its one final score. Default 30.")
        Integer settleSeconds) {
  public QualityPolicySpec {
    capabilities = OrEmpty.list(capabilities);
  }

  /** Which interactions are scored. */
  @ApiType
  public record Sampling(
      @Default("\"1\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription("Share of the interactions, above 0 and up to 1. Default 1.")
          String rate) {}

  /** One use of the model. */
  @ApiType
  @ValidationRule(
      value = "self.name != 'other'",
      message = "spec.capabilities: choose another name than `other`, which means all the rest")
  public record Capability(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the capability.")
          String name,
      @Size(max = 50)
          @JsonPropertyDescription("Words or phrases that mark it; case does not matter.")
          List<@Size(min = 1, max = 64) String> keywords) {
    public Capability {
      keywords = OrEmpty.list(keywords);
    }
  }

  /** Parts of the composite score. */
  @ApiType
  @ValidationRule(
      value = "has(self.judge) || has(self.lexical) || has(self.semantic)",
      message = "spec.scorers: declare at least one of judge, lexical and semantic")
  public record Scorers(
      @JsonPropertyDescription("An LLM judge.") JudgeScorer judge,
      @JsonPropertyDescription(
              "Words in common with the reference, where an interaction brings one.")
          Weighted lexical,
      @JsonPropertyDescription(
              "Closeness of meaning to the reference, where an interaction brings one.")
          Weighted semantic) {}

  /** An LLM judge as a part. */
  @ApiType
  public record JudgeScorer(
      @Required @JsonPropertyDescription("The Judge.") Ref ref,
      @Default("\"0.6\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Weight in the composite, above 0 and up to 1; weights are taken relative to each"
                  + " other. Default 0.6.")
          String weight) {}

  /** A part that compares with a reference. */
  @ApiType
  public record Weighted(
      @Default("\"0.2\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Weight in the composite, above 0 and up to 1; weights are taken relative to each"
                  + " other. Default 0.2.")
          String weight) {}
}
