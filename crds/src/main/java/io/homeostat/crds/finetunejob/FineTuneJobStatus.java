package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** Observed state of a FineTuneJob. Condition Succeeded. */
@ApiType
public record FineTuneJobStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Succeeded: True the adapter is there, False with the training's last words, Unknown"
                + " running.")
        List<Condition> conditions,
    @JsonPropertyDescription("Job that trains.") String job,
    @JsonPropertyDescription("How far it is, ready to read.") String progress,
    @JsonPropertyDescription("Seconds until it is expected to end.") Integer etaSeconds,
    @JsonPropertyDescription("Latest training loss.") String loss,
    @JsonPropertyDescription("What came out.") Artifact artifact,
    @Timestamp @JsonPropertyDescription("When the training started.") String startedAt,
    @Timestamp @JsonPropertyDescription("When it ended.") String finishedAt) {
  public FineTuneJobStatus {
    conditions = OrEmpty.list(conditions);
  }

  /** The adapter's files. */
  @ApiType
  public record Artifact(
      @JsonPropertyDescription(
              "`<adapter>-<digest12>`, directory under adapters/ of the artifacts claim and name in"
                  + " the engine.")
          String name,
      @JsonPropertyDescription("Where the files are.") String uri,
      @JsonPropertyDescription("SHA-256 of the files.") String digest) {}
}
