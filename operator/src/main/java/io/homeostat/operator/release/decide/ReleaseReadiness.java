package io.homeostat.operator.release.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import java.util.List;
import java.util.Optional;

/**
 * Whether a Release may get traffic: its condition Ready.
 *
 * @param status the condition's status
 * @param reason why, as a constant
 * @param message why, in words
 */
public record ReleaseReadiness(ConditionStatus status, ReleaseReason reason, String message) {
  /** Where a Release stands in the life of its service. */
  public enum Use {
    /** In the traffic plan, or not yet tried: its adapter is to be kept ready. */
    KEPT,
    /** Its trials have ended and no traffic is left. */
    RETIRED,
    /** Its ModelService is gone. */
    ORPHANED
  }

  /**
   * The engine pods that would serve a Release.
   *
   * @param pool name of their pool
   * @param shared whether it is the pool of the stable release
   * @param pods how many of them answer
   * @param lacking why there is no room for its adapter
   */
  public record Place(String pool, boolean shared, int pods, Optional<String> lacking) {}

  /**
   * The use of a Release.
   *
   * @param serviceExists whether its ModelService exists
   * @param inPlan whether a route names it
   * @param trials for each canary and failed evaluation of it, whether that has ended
   */
  public static Use use(boolean serviceExists, boolean inPlan, List<Boolean> trials) {
    if (!serviceExists) {
      return Use.ORPHANED;
    }
    boolean tried = !trials.isEmpty() && trials.stream().allMatch(ended -> ended);
    return tried && !inPlan ? Use.RETIRED : Use.KEPT;
  }

  /** Whether an adapter is to be loaded and probed. */
  public static boolean needsProof(ReleaseSpec spec, Use use, Place place) {
    return spec.tuple().adapter() != null && use == Use.KEPT && place.lacking().isEmpty();
  }

  /**
   * The condition.
   *
   * @param proofs one per engine pod that answers; empty when none was asked
   */
  public static ReleaseReadiness of(ReleaseSpec spec, Use use, Place place, List<PodProof> proofs) {
    if (use == Use.ORPHANED) {
      return no(
          ReleaseReason.ModelServiceNotFound,
          "there is no ModelService '%s' in this namespace"
              .formatted(spec.modelServiceRef().name()));
    }
    if (spec.tuple().adapter() == null) {
      return base(spec, place);
    }
    String adapter = spec.tuple().adapter().name();
    if (use == Use.RETIRED) {
      return no(
          ReleaseReason.Retired,
          "its canaries have ended and it has no traffic: adapter '%s' is loaded again when it is needed"
              .formatted(adapter));
    }
    if (place.lacking().isPresent()) {
      return no(
          ReleaseReason.TooManyAdapters,
          "adapter '%s' has no room: %s".formatted(adapter, place.lacking().get()));
    }
    if (proofs.isEmpty()) {
      return no(
          ReleaseReason.NoEnginePod,
          "no engine pod is ready to load adapter '%s'".formatted(adapter));
    }
    return proven(adapter, proofs);
  }

  private static ReleaseReadiness base(ReleaseSpec spec, Place place) {
    return place.shared() || place.pods() > 0
        ? new ReleaseReadiness(
            ConditionStatus.TRUE,
            ReleaseReason.NotRequired,
            "the base model serves it; there is no adapter to prove")
        : no(
            ReleaseReason.NoEnginePod,
            "it needs engine pods of its own, and Deployment '%s-%s' has none that is ready"
                .formatted(spec.modelServiceRef().name(), place.pool()));
  }

  private static ReleaseReadiness proven(String adapter, List<PodProof> proofs) {
    return proofs.stream()
        .filter(proof -> !Boolean.TRUE.equals(proof.proven()))
        .findFirst()
        .map(
            proof ->
                no(
                    ReleaseReason.AdapterNotProven,
                    "adapter '%s' does not answer on pod '%s': %s"
                        .formatted(adapter, proof.pod(), proof.message())))
        .orElseGet(
            () ->
                new ReleaseReadiness(
                    ConditionStatus.TRUE,
                    ReleaseReason.AdapterProven,
                    "adapter '%s' answered a probe on every ready engine pod (%d)"
                        .formatted(adapter, proofs.size())));
  }

  private static ReleaseReadiness no(ReleaseReason reason, String message) {
    return new ReleaseReadiness(ConditionStatus.FALSE, reason, message);
  }
}
