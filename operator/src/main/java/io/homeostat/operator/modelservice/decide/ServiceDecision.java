package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.intervention.decide.HandledOrders;
import java.util.List;
import java.util.Map;

/**
 * What is to be done for one ModelService, in this order: Releases, CanaryReleases, marks on
 * canaries that give way, and last the plan, which records that the rest was done. Every part can
 * be done again without doing it twice.
 *
 * @param spec the release-relevant spec; null while its prompt cannot be found
 * @param releases Releases that must exist, by name
 * @param canaries CanaryReleases that must exist
 * @param expired Releases that nothing needs any more; they go after the plan was written
 * @param checks questions about files that a release waits for
 * @param superseded why a canary gives way, by name of the CanaryRelease
 * @param pools engine pods that must run
 * @param idlePools names of pools that nothing needs any more and nobody talks to
 * @param plan what the TrafficPlan must say; null before the first release serves
 * @param handled orders that are recorded with the plan
 * @param progress how the condition Progressing reads
 */
public record ServiceDecision(
    SpecTuple spec,
    Map<String, ReleaseSpec> releases,
    List<NewCanary> canaries,
    Map<String, String> superseded,
    List<PoolDemand> pools,
    List<String> idlePools,
    List<String> expired,
    List<FileCheck> checks,
    TrafficPlanSpec plan,
    HandledOrders handled,
    Progress progress) {

  /**
   * A CanaryRelease to be made.
   *
   * @param trigger what it is made for; one trigger makes one canary
   */
  public record NewCanary(String name, CanaryReleaseSpec spec, String trigger) {}

  /**
   * A pool of engine pods that must run.
   *
   * @param name unique in its ModelService
   * @param tuple a release whose model, image and arguments the pods run
   * @param replicas pods wanted
   */
  public record PoolDemand(String name, ReleaseTuple tuple, int replicas) {}

  /** Whether a release is under way, and in words what. */
  public record Progress(boolean moving, ServiceReason reason, String message) {}
}
