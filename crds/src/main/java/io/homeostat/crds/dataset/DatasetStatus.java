package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a Dataset. Condition Ready. */
@ApiType
public record DatasetStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready: the rows are there.") List<Condition> conditions,
    @JsonPropertyDescription("Version of the rows, from 1.") Integer version,
    @JsonPropertyDescription("SHA-256 of the rows.") String digest,
    @JsonPropertyDescription("Directory of the rows.") String uri,
    @JsonPropertyDescription("File of the held-out items.") String testUri,
    @JsonPropertyDescription("Rows to train on.") Integer trainRows,
    @JsonPropertyDescription("Held-out items.") Integer testRows,
    @JsonPropertyDescription("Corrections among the rows.") Integer corrections,
    @JsonPropertyDescription("Replayed rows.") Integer replay,
    @JsonPropertyDescription("People or systems that gave the corrections.") Integer sources,
    @JsonPropertyDescription("Job that builds the rows.") String job) {
  public DatasetStatus {
    conditions = OrEmpty.list(conditions);
  }
}
