package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingrun.HealingRunSpec;
import java.time.Instant;

/**
 * One HealingRun as its policy sees it.
 *
 * @param finishedAt null while it runs
 * @param outcome reason of the condition Succeeded; null while it runs
 * @param stableFingerprint fingerprint of the release that it started from
 * @param superseded whether it ended because somebody else changed stable: that is no failure and
 *     starts no cooldown
 */
public record RunSummary(
    String name,
    String policy,
    HealingRunSpec.Drift drift,
    Instant finishedAt,
    String outcome,
    String stableFingerprint,
    boolean superseded) {
  /** Whether it has an adapter that only a commit may release. */
  boolean awaitsGit() {
    return RunReason.AwaitingGit.name().equals(outcome);
  }

  boolean active() {
    return finishedAt == null;
  }
}
