package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a ModelService. Conditions Ready, Progressing, RepairActive, RolledBack, NameConflict. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelServiceStatus(
    Long observedGeneration, List<Condition> conditions, String stable, String candidate, Integer weightPermille,
    String weight, String quality, String endpoint, Integer replicas, Integer readyReplicas) {}
