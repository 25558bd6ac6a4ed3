package io.homeostat.crds.canaryrelease;

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
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** Steps and analysis of a canary. */
@ApiType
@ValidationRule(
    value =
        "!has(self.steps) || (self.steps.map(s, s.weightPermille).isSorted() && self.steps.all(s,"
            + " self.steps.exists_one(t, t.weightPermille == s.weightPermille)))",
    message = "steps: order them by weightPermille, each larger than the one before")
@ValidationRule(
    value = "!has(self.steps) || self.steps.all(s, s.weightPermille <= 900)",
    message =
        "steps: let the last weightPermille be at most 900, a comparison needs a control; promotion"
            + " to 1000 follows by itself")
@ValidationRule(
    value =
        "!has(self.analysis) || self.analysis.all(a, !has(a.weight)) || (self.analysis.all(a,"
            + " has(a.weight)) && self.analysis.map(a, double(a.weight)).sum() > 0.999999 &&"
            + " self.analysis.map(a, double(a.weight)).sum() < 1.000001)",
    message =
        "analysis: give every entry a weight so that they add up to 1, or give none of them one")
public record CanaryPlan(
    @Size(max = 10)
        @JsonPropertyDescription(
            "Shares of the sessions, ascending, at most 900 permille; the decision falls at the"
                + " last one. Default: 50, then 500 permille.")
        List<Step> steps,
    @Size(max = 64)
        @ListKey("name")
        @JsonPropertyDescription(
            "What is compared. Default: quality of every capability and errors, not worse by more"
                + " than 0.05.")
        List<Analysis> analysis,
    @Decimal(above = true, max = 0.5)
        @JsonPropertyDescription(
            "Accepted probability of a wrong decision, over the whole canary. Default 0.05.")
        String alpha,
    @Min(1)
        @Max(1000000)
        @JsonPropertyDescription("Sessions of the smaller arm that a promotion needs. Default 200.")
        Integer minimumSamples,
    @Min(0)
        @Max(2592000)
        @JsonPropertyDescription(
            "Seconds after the promotion in which a breach still rolls back. Default 600.")
        Integer bakeSeconds,
    @Min(0)
        @Max(500)
        @JsonPropertyDescription(
            "Share of the sessions that stays on the old stable during the bake, in permille."
                + " Default 50.")
        Integer holdbackPermille,
    @Min(60)
        @Max(31536000)
        @JsonPropertyDescription(
            "Seconds after which an undecided canary is rolled back. Default 86400.")
        Integer deadlineSeconds,
    @Min(10)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds without fresh verdicts after which the candidate is parked at weight 0 until"
                + " they return. Default 300.")
        Integer parkAfterSeconds) {
  public CanaryPlan {
    steps = OrEmpty.list(steps);
    analysis = OrEmpty.list(analysis);
  }

  /** One share and how long it is kept. */
  @ApiType
  public record Step(
      @Required
          @Min(1)
          @Max(1000)
          @JsonPropertyDescription("The candidate's share of the sessions, 1 to 900 permille.")
          Integer weightPermille,
      @Min(0)
          @Max(1000000)
          @JsonPropertyDescription("Sessions of the smaller arm since the step began. Default 0.")
          Integer minimumSamples,
      @Min(0)
          @Max(2592000)
          @JsonPropertyDescription("Shortest duration of the step in seconds. Default 0.")
          Integer pauseSeconds) {}

  /** One comparison of candidate and stable. */
  @ApiType
  @ValidationRule(
      value =
          "self.test == 'NonInferiority' ? has(self.margin) && !has(self.minimumEffect) :"
              + " !has(self.margin)",
      message =
          "analysis: write margin with test NonInferiority, and minimumEffect with test"
              + " Superiority")
  @ValidationRule(
      value = "!has(self.capability) || self.metric == 'Quality'",
      message = "analysis: leave capability out with metric Errors, which counts all sessions")
  public record Analysis(
      @Required
          @Size(min = 1, max = 63)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the comparison.")
          String name,
      @Default("Quality")
          @OneOf({"Quality", "Errors"})
          @JsonPropertyDescription(
              "Quality: mean composite score of a session. Errors: share of its requests with a"
                  + " usable answer. Default Quality.")
          String metric,
      @Size(min = 1, max = 63)
          @JsonPropertyDescription("Capability of the QualityPolicy. Default: all together.")
          String capability,
      @Default("NonInferiority")
          @OneOf({"NonInferiority", "Superiority"})
          @JsonPropertyDescription(
              "NonInferiority: not worse by more than margin. Superiority: better by more than"
                  + " minimumEffect. Default NonInferiority.")
          String test,
      @Decimal(above = true, max = 1, below = true)
          @JsonPropertyDescription("Largest loss that is accepted, above 0 and below 1.")
          String margin,
      @Decimal(max = 1, below = true)
          @JsonPropertyDescription(
              "Gain that must be exceeded, 0 to below 1. Default 0; in a repair half of the"
                  + " measured drop.")
          String minimumEffect,
      @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Share of alpha that this comparison may spend on a rollback. Default: equal shares.")
          String weight) {}
}
