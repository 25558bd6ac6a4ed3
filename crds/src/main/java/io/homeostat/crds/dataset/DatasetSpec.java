package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;

/** Training rows and held-out items of a ModelService; immutable in this version. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSpec(
    Ref modelServiceRef, Corrections corrections, Replay replay, Integer testPerCapability) {
  /** Corrections of this capability given since the moment (RFC 3339), at least minimum of them before a build starts. */
  public record Corrections(String capability, String since, Integer minimum, Integer maximumWaitSeconds) {}
  public record Replay(String uri, Integer rows) {}
}
