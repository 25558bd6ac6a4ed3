package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Steps and analysis of a canary. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryPlan(
    List<Step> steps, List<Analysis> analysis, String alpha, Integer minimumSamples, Integer bakeSeconds, Integer holdbackPermille,
    Integer deadlineSeconds, Integer parkAfterSeconds) {
  /** minimumSamples: sessions of the smaller arm since the step began. */
  public record Step(Integer weightPermille, Integer minimumSamples, Integer pauseSeconds) {}
  /** metric Quality or Errors; capability absent: all; test NonInferiority (margin) or Superiority (minimumEffect); weight: share of alpha for rollback. */
  public record Analysis(String name, String metric, String capability, String test, String margin, String minimumEffect, String weight) {}
}
