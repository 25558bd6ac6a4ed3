package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingrun.HealingRunSpec;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One HealingRun as its policy sees it.
 *
 * @param startedAt when it was made
 * @param finishedAt null while it runs
 * @param outcome reason of the condition Succeeded; null while it runs
 * @param fineTuneJob the training that it came to; null when it came to none
 * @param gpuHours of its training
 */
public record RunSummary(
    String name,
    HealingRunSpec spec,
    Instant startedAt,
    Instant finishedAt,
    String outcome,
    String fineTuneJob,
    BigDecimal gpuHours) {
  String policy() {
    return spec.healingPolicyRef().name();
  }

  HealingRunSpec.Drift drift() {
    return spec.drift();
  }

  /** Whether it has an adapter that only a commit may release. */
  boolean awaitsGit() {
    return RunReason.AwaitingGit.name().equals(outcome);
  }

  /** Whether it ended because somebody else changed stable: that starts no cooldown. */
  boolean superseded() {
    return RunReason.Superseded.name().equals(outcome);
  }

  /** Whether it ended because the repair itself did not work. */
  boolean failed() {
    return RunReason.isFailure(outcome);
  }

  boolean active() {
    return finishedAt == null;
  }
}
