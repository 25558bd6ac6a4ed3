package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/**
 * Observed state of a ModelService. Conditions Ready, Progressing, RepairActive, RolledBack,
 * NameConflict.
 */
@ApiType
public record ModelServiceStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: clients get answers. Progressing: a release is under way. RepairActive: a"
                + " promoted repair runs ahead of the spec. RolledBack: what the spec asks for was"
                + " refused. NameConflict: an older service has the model name.")
        List<Condition> conditions,
    @JsonPropertyDescription("Release that serves the traffic.") String stable,
    @JsonPropertyDescription("Release that is under evaluation or canary.") String candidate,
    @JsonPropertyDescription("The candidate's share of the sessions, in permille.")
        Integer weightPermille,
    @JsonPropertyDescription("The candidate's share, ready to read.") String weight,
    @JsonPropertyDescription("Mean quality of stable's answers, 0 to 1.") String quality,
    @JsonPropertyDescription("Base address of the OpenAI-compatible API.") String endpoint,
    @JsonPropertyDescription("Engine pods wanted.") Integer replicas,
    @JsonPropertyDescription("Engine pods ready.") Integer readyReplicas) {
  public ModelServiceStatus {
    conditions = OrEmpty.list(conditions);
  }
}
