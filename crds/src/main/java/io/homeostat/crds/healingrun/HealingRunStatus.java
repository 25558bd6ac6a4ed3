package io.homeostat.crds.healingrun;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a HealingRun. Conditions Attributed, DatasetReady, Trained, Released, Evaluated, Canaried, Succeeded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealingRunStatus(
    Long observedGeneration, List<Condition> conditions, String state, String dataset, String fineTuneJob, String release,
    String evaluation, String canaryRelease, String startedAt, String finishedAt, String effect) {}
