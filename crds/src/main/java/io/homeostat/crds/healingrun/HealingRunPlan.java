package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import java.util.List;

/**
 * What a repair does, worked out when it starts from what policy, service and earlier repairs said
 * then, so that later edits change the next repair and not this one.
 */
@ApiType
public record HealingRunPlan(
    @Required
        @Size(min = 1, max = 4)
        @JsonPropertyDescription("What is tried, in this order, until an evaluation passes.")
        List<Attempt> attempts,
    @Size(max = 256)
        @ListKey
        @JsonPropertyDescription("Capabilities that the service is scored on.")
        List<@Size(min = 1, max = 63) String> capabilities,
    @Required @JsonPropertyDescription("Steps and analysis of the canary.") CanaryPlan canary,
    @Required
        @OneOf({"Automatic", "BeforeTraining", "BeforeRelease"})
        @JsonPropertyDescription("Where the repair waits for an Intervention Approve.")
        String approval,
    @Required
        @Min(0)
        @Max(2592000)
        @JsonPropertyDescription("Seconds after its promotion for which it must hold.")
        Integer holdSeconds,
    @Size(max = 14)
        @ListKey("name")
        @JsonPropertyDescription("When its canary may start; empty: always.")
        List<MaintenanceWindow> maintenanceWindows) {
  public HealingRunPlan {
    attempts = OrEmpty.list(attempts);
    capabilities = OrEmpty.list(capabilities);
    maintenanceWindows = OrEmpty.list(maintenanceWindows);
  }

  /** One way to repair. */
  @ApiType
  public record Attempt(
      @Required
          @OneOf({"EarlierRelease", "ExistingAdapter", "FineTune", "Merge"})
          @JsonPropertyDescription(
              "EarlierRelease, ExistingAdapter, FineTune, or Merge: the new adapter together with"
                  + " others.")
          String strategy,
      @Size(max = 63) @JsonPropertyDescription("EarlierRelease: the Release.") String release,
      @JsonPropertyDescription("ExistingAdapter: the adapter.") Part adapter,
      @Size(max = 3) @JsonPropertyDescription("Merge: adapters that the new one is merged with.")
          List<Part> parts) {
    public Attempt {
      parts = OrEmpty.list(parts);
    }
  }

  /** An adapter that an earlier repair made. */
  @ApiType
  public record Part(
      @Size(max = 63) @JsonPropertyDescription("Capability that it was trained for.")
          String capability,
      @Required @Size(max = 63) @JsonPropertyDescription("FineTuneJob that trained it.")
          String fineTuneJob) {}
}
