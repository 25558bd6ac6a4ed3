package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a DriftMonitor. Conditions Ready, BaselineReady, Drifting. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftMonitorStatus(
    Long observedGeneration, List<Condition> conditions, Integer streams, String smallestDetectableDrop,
    Integer expectedDelaySeconds, Worst worst, List<Stream> worstStreams, String asOf) {
  public record Worst(String capability, String signal, String drop, String since, String cause) {}
  /** state Learning, Watching, Drifting or NotMonitorable. */
  public record Stream(String capability, String signal, String state, String baseline, String baselineLower, String current, String lower, String upper,
      Integer samples, String smallestDetectableDrop, String evidence, String since, String cause) {}
}
