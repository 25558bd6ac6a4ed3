package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** Whether and how drift is repaired. */
@ApiType
public record HealingPolicySpec(
    @Required @JsonPropertyDescription("DriftMonitor whose findings are acted on.")
        Ref driftMonitorRef,
    @Default("Observe")
        @OneOf({"Observe", "Heal"})
        @JsonPropertyDescription("Observe: say what would be done. Heal: do it. Default Observe.")
        String mode,
    @Default("{}") @JsonPropertyDescription("Which drift is repaired.") Trigger trigger,
    @Default("{}") @JsonPropertyDescription("How a repair is made.") HealingRecipe recipe,
    @Default("Automatic")
        @OneOf({"Automatic", "BeforeTraining", "BeforeRelease"})
        @JsonPropertyDescription(
            "Where a repair waits for an Intervention Approve. Automatic: only where a figure asks"
                + " for it, that is a tripped poison guard and an evaluation that is inconclusive or"
                + " judged by nobody but the monitor's own judge. BeforeTraining: also before"
                + " training. BeforeRelease: also before the canary. Default Automatic.")
        String approval,
    @Default("3600")
        @Min(0)
        @Max(31536000)
        @JsonPropertyDescription(
            "Seconds after the end of a repair before the next may start; each failed repair in a"
                + " row doubles them. Default 3600.")
        Integer cooldownSeconds,
    @Default("86400")
        @Min(0)
        @Max(31536000)
        @JsonPropertyDescription(
            "Most seconds that failures raise cooldownSeconds to. Default 86400.")
        Integer maximumCooldownSeconds,
    @Default("3600")
        @Min(0)
        @Max(2592000)
        @JsonPropertyDescription(
            "Seconds after the end of its canary for which a repair must stay stable, without a drift"
                + " of its capability at the end, to count as a success. No other repair of the"
                + " service starts meanwhile. Default 3600.")
        Integer holdSeconds,
    @JsonPropertyDescription("What repairs may cost. Default: no limit.") Budget budget,
    @Size(max = 14)
        @ListKey("name")
        @JsonPropertyDescription(
            "When a repair may start, and when its canary may start; what has started goes on."
                + " Default: always.")
        List<MaintenanceWindow> maintenanceWindows,
    @Default("false") @JsonPropertyDescription("true: no new repair starts. Default false.")
        Boolean suspend) {
  public HealingPolicySpec {
    maintenanceWindows = OrEmpty.list(maintenanceWindows);
  }

  /** Which drift is repaired. */
  @ApiType
  public record Trigger(
      @Default("\"0.05\"")
          @Decimal(max = 1)
          @JsonPropertyDescription("Smallest drop that is repaired, 0 to 1. Default 0.05.")
          String minimumDrop,
      @Default("[\"ExpectedAnswers\"]")
          @Size(max = 5)
          @ListKey
          @OneOf({"ExpectedAnswers", "InputMix", "InputShift", "Release", "Unknown"})
          @JsonPropertyDescription(
              "Causes that are repaired: ExpectedAnswers (corrections show that other answers are"
                  + " right now), InputMix (known kinds of questions have other shares), InputShift"
                  + " (the questions are others), Release (another release answers), Unknown. What"
                  + " Judge or Upstream brought is never repaired by training. Default:"
                  + " ExpectedAnswers.")
          List<String> causes) {
    public Trigger {
      causes = OrEmpty.list(causes);
    }
  }

  /** What repairs may cost in seven days. */
  @ApiType
  @ValidationRule(
      value = "has(self.runsPerWeek) || has(self.gpuHoursPerWeek)",
      message = "spec.budget: write runsPerWeek, gpuHoursPerWeek or both")
  public record Budget(
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Repairs that may start within seven days, whatever came of them. Default: no limit.")
          Integer runsPerWeek,
      @Decimal(max = 1_000_000)
          @JsonPropertyDescription(
              "GPU hours of training within seven days; no repair starts once they are spent."
                  + " Default: no limit.")
          String gpuHoursPerWeek) {}
}
