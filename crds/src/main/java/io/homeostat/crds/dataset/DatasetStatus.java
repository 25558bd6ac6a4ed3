package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a Dataset. Condition Ready. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetStatus(
    Long observedGeneration, List<Condition> conditions, Integer version, String digest, String uri, String testUri,
    Integer trainRows, Integer testRows, Integer corrections, Integer replay, Integer sources, String job) {}
