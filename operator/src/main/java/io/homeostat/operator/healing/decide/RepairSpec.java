package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.stream.Collectors;

/**
 * Writes out the spec of a repair: its aim, and the plan that it keeps whatever is edited later.
 */
final class RepairSpec {
  private RepairSpec() {}

  static HealingRunSpec of(HealingObservation seen, HealingRunSpec.Drift drift) {
    HealingPolicySpec policy = seen.spec();
    HealingRunPlan plan =
        new HealingRunPlan(
            RepairAttempts.of(seen, drift, policy.recipe()),
            seen.sources().capabilities(),
            RepairPlan.of(
                policy.recipe(), drift, seen.sources().capabilities(), seen.service().release()),
            policy.approval(),
            policy.holdSeconds(),
            policy.maintenanceWindows());
    return new HealingRunSpec(
        new Ref(seen.name()),
        new Ref(seen.service().name()),
        drift,
        seen.service().stableRelease(),
        seen.service().stableFingerprint(),
        policy.recipe(),
        plan);
  }

  /** The attempts in one sentence. */
  static String words(HealingRunPlan plan) {
    return plan.attempts().stream().map(RepairSpec::words).collect(Collectors.joining(", then "));
  }

  private static String words(HealingRunPlan.Attempt attempt) {
    return switch (attempt.strategy()) {
      case "EarlierRelease" -> "the earlier Release '%s'".formatted(attempt.release());
      case "ExistingAdapter" ->
          "the adapter of FineTuneJob '%s'".formatted(attempt.adapter().fineTuneJob());
      case "Merge" ->
          "the new adapter merged with that of "
              + attempt.parts().stream()
                  .map(part -> "'%s'".formatted(part.fineTuneJob()))
                  .collect(Collectors.joining(", "));
      default -> "an adapter trained on corrections";
    };
  }
}
