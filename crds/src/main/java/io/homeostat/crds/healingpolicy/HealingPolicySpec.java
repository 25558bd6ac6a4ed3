package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
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
    @Default("3600")
        @Min(0)
        @Max(31536000)
        @JsonPropertyDescription(
            "Seconds after the end of a repair before the next may start. Default 3600.")
        Integer cooldownSeconds,
    @Default("false") @JsonPropertyDescription("true: no new repair starts. Default false.")
        Boolean suspend) {

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
}
