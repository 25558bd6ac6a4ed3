package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a CanaryRelease. Condition Succeeded. state: Waiting, Progressing, Paused, Parked, Baking, Promoted, RolledBack, Aborted, Superseded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryReleaseStatus(
    Long observedGeneration, List<Condition> conditions, String state, String stable, String planDigest, Integer step, String stepDisplay,
    Integer weightPermille, String weight, Integer samples, String difference, String startedAt, String stepStartedAt, Integer samplesAtStep, String promotedAt,
    String message, List<Metric> metrics) {
  public record Metric(String name, String capability, String metric, String test, String difference, String lower, String upper, String margin,
      String promoteEvidence, String rollbackEvidence, Integer blocks) {}
}
