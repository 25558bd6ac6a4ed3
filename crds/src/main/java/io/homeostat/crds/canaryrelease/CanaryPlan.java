package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
@ValidationRule(
    value =
        "!has(self.analysis) || has(self.prices) || !self.analysis.exists(a, a.metric == 'Cost')",
    message = "analysis: metric Cost needs prices; write prices.inputPerMillion, outputPerMillion")
@ValidationRule(
    value =
        "!has(self.analysis) || self.analysis.size() == 0 || self.analysis.exists(a, a.test !="
            + " 'Threshold')",
    message =
        "analysis: compare with stable in at least one entry; thresholds alone do not tell that the"
            + " candidate is no worse")
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
            "Seconds after which an undecided canary is rolled back; time in which it is paused or"
                + " parked does not count. Default 86400.")
        Integer deadlineSeconds,
    @Min(10)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds without fresh verdicts after which the candidate is parked at weight 0 until"
                + " they return. Default 300.")
        Integer parkAfterSeconds,
    @JsonPropertyDescription(
            "Shadow traffic, which strategy Shadow and a dry run use. In a ModelService: its"
                + " canaries have strategy Shadow. Default: none.")
        Shadow shadow,
    @OneOf({"Hold", "Rollback"})
        @JsonPropertyDescription(
            "What follows when the data allow no decision (sample ratio, missing outcomes, an"
                + " untrusted judge). Hold: it stays at its step until the data are sound or the"
                + " deadline passes. Default Hold.")
        String onInconclusive,
    @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Largest loss against the anchor that all promotions since may add up to, above 0 and"
                + " at most 1; a promotion that could exceed it waits for more data. Default:"
                + " shown, not limited.")
        String maximumLossSinceAnchor,
    @Size(min = 1, max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "Release from which losses are added up: stable or one promoted since the last anchor."
                + " Default: the first that served.")
        String anchor,
    @JsonPropertyDescription("Prices of tokens, for metric Cost. Default: none.") Prices prices,
    @JsonPropertyDescription(
            "In a ModelService with an engine of type Attached: who moves the traffic when other"
                + " engine pods are rolled out; steps, bake, hold-back and shadow are then left to"
                + " releases on the same pods. A CanaryRelease has spec.actuator instead. Default:"
                + " none.")
        Actuator actuator) {
  public CanaryPlan {
    steps = OrEmpty.list(steps);
    analysis = OrEmpty.list(analysis);
  }

  /** A plan of steps and analysis alone. */
  public CanaryPlan(
      List<Step> steps,
      List<Analysis> analysis,
      String alpha,
      Integer minimumSamples,
      Integer bakeSeconds,
      Integer holdbackPermille,
      Integer deadlineSeconds,
      Integer parkAfterSeconds) {
    this(
        steps,
        analysis,
        alpha,
        minimumSamples,
        bakeSeconds,
        holdbackPermille,
        deadlineSeconds,
        parkAfterSeconds,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same plan without shadow traffic. */
  public CanaryPlan withoutShadow() {
    return new CanaryPlan(
        steps,
        analysis,
        alpha,
        minimumSamples,
        bakeSeconds,
        holdbackPermille,
        deadlineSeconds,
        parkAfterSeconds,
        null,
        onInconclusive,
        maximumLossSinceAnchor,
        anchor,
        prices,
        actuator);
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
          Integer pauseSeconds,
      @JsonPropertyDescription(
              "Whether the step, once its samples and its pause are complete, waits for an"
                  + " Intervention Resume (next step) or Promote. Default false.")
          Boolean manual) {
    /** A step that is left by itself. */
    public Step(Integer weightPermille, Integer minimumSamples, Integer pauseSeconds) {
      this(weightPermille, minimumSamples, pauseSeconds, null);
    }
  }

  /** How much of the traffic also goes to the candidate, whose answers nobody sees. */
  @ApiType
  public record Shadow(
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Share of the requests whose prompt also goes to the candidate, 1 to 1000 permille."
                  + " Default 100.")
          Integer permille,
      @Min(1)
          @Max(1000000)
          @JsonPropertyDescription(
              "Compared pairs of answers before the first step, or before a dry run passes."
                  + " Default 200.")
          Integer minimumPairs) {}

  /** Prices of tokens in one currency, whichever. */
  @ApiType
  public record Prices(
      @Required
          @Decimal(max = 1000000)
          @JsonPropertyDescription("Price of a million prompt tokens, 0 to 1000000.")
          String inputPerMillion,
      @Required
          @Decimal(max = 1000000)
          @JsonPropertyDescription("Price of a million generated tokens, 0 to 1000000.")
          String outputPerMillion) {}
}
