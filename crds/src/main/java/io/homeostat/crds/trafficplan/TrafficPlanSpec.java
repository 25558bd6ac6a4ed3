package io.homeostat.crds.trafficplan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.List;

/** The split that every gateway serves; written by the ModelService reconciler alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrafficPlanSpec(
    Ref modelServiceRef, Long revision, String stable, String salt, List<Route> routes, List<Rejected> rejected,
    String acceptedSpecFingerprint) {
  /** role Stable, Candidate or Holdback (the old stable during a bake). Weights sum to 1000. salt = uid of the canary. */
  public record Route(String release, String role, Integer weightPermille, String servedModel, ReleaseTuple tuple) {}
  /** A fingerprint that is not tried again until the release-relevant spec changes or somebody says Retry. */
  public record Rejected(String fingerprint, String release, String reason) {}
}
