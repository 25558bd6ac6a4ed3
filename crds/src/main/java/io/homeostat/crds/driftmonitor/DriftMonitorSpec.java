package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** What is watched for drift and how many false alarms are accepted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftMonitorSpec(
    Ref modelServiceRef, List<Signal> signals, String smallestDropThatMatters, FalseAlarms falseAlarms, Baseline baseline,
    Boolean suspend) {
  /** metric Quality (composite) or Errors (share of requests without a usable answer); one stream per capability. */
  public record Signal(String metric) {}
  /** perMonth: accepted false alarms of the whole monitor in 30 days, decimal. */
  public record FalseAlarms(String perMonth) {}
  public record Baseline(Integer minimumSamples, Integer freezeSamples, Integer minimumSeconds) {}
}
