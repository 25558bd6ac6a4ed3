package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;

/** Desired state of a Release; immutable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseSpec(
    Ref modelServiceRef, String fingerprint, String servedModel, ReleaseTuple tuple, Provenance provenance) {
  /** Where the adapter came from; absent for releases made from a spec. */
  public record Provenance(String healingRun, String fineTuneJob, String dataset, Integer datasetVersion) {}
}
