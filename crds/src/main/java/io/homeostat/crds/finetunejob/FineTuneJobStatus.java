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
    @Timestamp @JsonPropertyDescription("When it ended.") String finishedAt,
    @JsonPropertyDescription("Figures of the training.") Figures figures,
    @JsonPropertyDescription("Where the training is recorded; empty without spec.tracking.")
        Tracked tracking) {
  public FineTuneJobStatus {
    conditions = OrEmpty.list(conditions);
  }

  /** The same with what became of the training in MLflow. */
  public FineTuneJobStatus withTracking(Tracked other) {
    return new FineTuneJobStatus(
        observedGeneration,
        conditions,
        job,
        progress,
        etaSeconds,
        loss,
        artifact,
        startedAt,
        finishedAt,
        figures,
        other);
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

  /** What a training says of itself. */
  @ApiType
  public record Figures(
      @JsonPropertyDescription("Steps that are done.") Integer step,
      @JsonPropertyDescription("Steps in all, as far as is known.") Integer steps,
      @JsonPropertyDescription("Smallest loss on the rows that are held out.")
          String validationLoss,
      @JsonPropertyDescription("Tokens learned per second.") Integer tokensPerSecond,
      @JsonPropertyDescription("Device memory in use at most, and what there is, ready to read.")
          String memory,
      @JsonPropertyDescription("Rows learned.") Integer rows,
      @JsonPropertyDescription("Rows left out since they are too long.") Integer rowsTooLong) {}

  /** The training in MLflow. */
  @ApiType
  public record Tracked(
      @JsonPropertyDescription("Id of the run.") String run,
      @JsonPropertyDescription("Registered model.") String model,
      @JsonPropertyDescription("Version of the registered model that is this adapter.")
          String version,
      @JsonPropertyDescription("Alias of the version, while its release serves.") String alias,
      @JsonPropertyDescription("How often the alias was moved.") Integer moves,
      @JsonPropertyDescription("Why MLflow does not have all of it.") String trouble) {}
}
