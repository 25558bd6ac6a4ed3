package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** A pinned LLM judge. */
@ApiType
public record JudgeSpec(
    @Required @JsonPropertyDescription("Where the judge is called.") Endpoint endpoint,
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "Model that judges, pinned to a version where the provider has one.")
        String model,
    @JsonPropertyDescription(
            "Key of a Secret with the endpoint's API key. Default: no key is sent.")
        KeyRef credentialsSecretRef,
    @Default(DefaultRubric.JSON)
        @JsonPropertyDescription(
            "What the judge looks at. Default: coherence, relevance, informativeness and"
                + " conciseness.")
        Rubric rubric,
    @Required
        @JsonPropertyDescription(
            "How the judge is checked against people's labels; until then its scores decide"
                + " nothing.")
        Calibration calibration,
    @Default("4")
        @Min(1)
        @Max(256)
        @JsonPropertyDescription("Calls at a time, 1 to 256. Default 4.")
        Integer concurrency,
    @Default("30")
        @Min(1)
        @Max(600)
        @JsonPropertyDescription("Longest wait for one reply in seconds. Default 30.")
        Integer timeoutSeconds,
    @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "Requests a minute that each scorer pod sends at most, 1 to 1000000. What would wait"
                + " longer than timeoutSeconds stays unscored. Default: no limit.")
        Integer requestsPerMinute,
    @Default("\"1\"")
        @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Share of the interactions that are judged, above 0 and up to 1. The choice depends on"
                + " the interaction's id alone, never on the answer. Default 1.")
        String samplingRate,
    @JsonPropertyDescription(
            "What the judge may use in a day of UTC; over it, answers stay unscored until the next"
                + " day. Calibrations count, and are never held back. Default: no limit.")
        Budget budget) {

  /** What a judge may use in a day. */
  @ApiType
  @ValidationRule(
      value = "has(self.requestsPerDay) || has(self.costPerDay)",
      message = "spec.budget: declare requestsPerDay, costPerDay or both")
  @ValidationRule(
      value = "!has(self.costPerDay) || has(self.prices)",
      message =
          "spec.budget: costPerDay needs prices; write prices.inputPerMillion, outputPerMillion")
  public record Budget(
      @Min(1)
          @Max(1000000000)
          @JsonPropertyDescription("Requests a day, 1 to 1000000000. Default: no limit.")
          Integer requestsPerDay,
      @Decimal(above = true, max = 1000000)
          @JsonPropertyDescription(
              "Cost a day in the currency of the prices, above 0 and up to 1000000. Default: no"
                  + " limit.")
          String costPerDay,
      @JsonPropertyDescription("Prices of the judge's tokens, in one currency, whichever.")
          CanaryPlan.Prices prices) {}

  /** Where the judge is called. */
  @ApiType
  public record Endpoint(
      @Default("OpenAICompatible")
          @OneOf({"OpenAICompatible", "Anthropic"})
          @JsonPropertyDescription(
              "Protocol: OpenAICompatible or Anthropic. Default OpenAICompatible.")
          String type,
      @Required
          @Size(min = 8, max = 512)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription("Root of the API, such as https://api.example.com/v1.")
          String url) {}

  /** What the judge looks at. */
  @ApiType
  public record Rubric(
      @Required
          @Size(min = 1, max = 8)
          @ListKey("name")
          @JsonPropertyDescription("The dimensions, 1 to 8; the judge's score is their mean.")
          List<Dimension> dimensions) {
    public Rubric {
      dimensions = OrEmpty.list(dimensions);
    }
  }

  /** One dimension, judged from 1 to 5. */
  @ApiType
  public record Dimension(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the dimension.")
          String name,
      @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("What it asks.")
          String description,
      @Required
          @Size(min = 5, max = 5)
          @JsonPropertyDescription(
              "What an answer of 1, 2, 3, 4 and 5 looks like, five texts in this order.")
          List<@Size(min = 1, max = 512) String> anchors) {
    public Dimension {
      anchors = OrEmpty.list(anchors);
    }
  }

  /** How the judge is checked. */
  @ApiType
  public record Calibration(
      @Required
          @JsonPropertyDescription(
              "Key of a ConfigMap with JSON lines"
                  + " {\"id\",\"question\",\"answer\",\"reference\",\"labels\":{\"<dimension>\":1..5}},"
                  + " at least 50, each with its own reference.")
          KeyRef itemsConfigMapRef,
      @Default("\"0.6\"")
          @Decimal(max = 1)
          @JsonPropertyDescription(
              "Lower bound of the weighted kappa with the labels that the judge must reach, 0 to 1."
                  + " Default 0.6.")
          String minimumKappa,
      @Default("\"0.05\"")
          @Decimal(max = 1)
          @JsonPropertyDescription(
              "Largest mean difference from the labels on the scale of 0 to 1. Default 0.05.")
          String maximumBias,
      @Default("\"0.05\"")
          @Decimal(max = 1)
          @JsonPropertyDescription(
              "Largest change of that difference when an answer of the same label is twice as long;"
                  + " one beyond it that chance does not explain is refused. Default 0.05.")
          String maximumLengthBias,
      @Default("86400")
          @Min(60)
          @Max(2592000)
          @JsonPropertyDescription("Seconds between two checks. Default 86400.")
          Integer repeatSeconds) {}
}
