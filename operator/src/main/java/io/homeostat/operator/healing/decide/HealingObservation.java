package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import java.util.List;
import java.util.Set;

/**
 * Everything that a HealingPolicy decides from.
 *
 * @param name name of the HealingPolicy
 * @param monitor the DriftMonitor; null when it does not exist
 * @param service what the monitor watches; null when it does not exist
 * @param runs every HealingRun of that service
 * @param usedNames names of runs that exist, or of which Datasets are left
 * @param canary name of an unfinished CanaryRelease of the service; null when there is none
 * @param sources what a repair could make use of
 * @param account what the canaries of the service have risked; null when there is no service
 * @param paused whether the chart stops all new repairs
 */
public record HealingObservation(
    String name,
    HealingPolicySpec spec,
    Monitor monitor,
    Service service,
    List<RunSummary> runs,
    Set<String> usedNames,
    String canary,
    RepairSources sources,
    HealingPolicyStatus.Account account,
    boolean paused) {
  /** The repairs that this policy started. */
  List<RunSummary> own() {
    return runs.stream().filter(run -> name.equals(run.policy())).toList();
  }

  /** The DriftMonitor that the policy follows. */
  public record Monitor(String uid, DriftMonitorSpec spec, DriftMonitorStatus status) {}

  /**
   * The service that would be repaired; stable is null before its first release.
   *
   * @param release the service's own plan of canaries; null when it has none
   */
  public record Service(
      String name,
      boolean suspended,
      String stableRelease,
      String stableFingerprint,
      CanaryPlan release) {}
}
