package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a Job has to delete when a FineTuneJob goes for good. */
public final class RemovalTask {
  private static final String KEEP = "Keep";
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "100m", "memory", "64Mi"), Map.of("memory", "256Mi"));

  private RemovalTask() {}

  /** Whether the FineTuneJob has files that go with it. */
  public static boolean isDue(FineTuneJob job) {
    return !KEEP.equals(job.getSpec().onDelete()) && artifact(job) != null;
  }

  /** Prepares the Job of a FineTuneJob that has files. */
  public static Preparation prepare(FineTuneJob job) {
    try {
      PvcUri uri = PvcUri.parse(artifact(job).uri());
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("name", job.getMetadata().getName());
      config.put("adapter", JobPaths.ADAPTERS + "/" + artifact(job).name());
      config.put("checkpointDir", JobPaths.CHECKPOINTS);
      return new Preparation.Ready(
          new LearningTask(
              "remove",
              job.getSpec().modelServiceRef().name(),
              config,
              Map.of(),
              List.of(JobPaths.adapters(uri.claim()), JobPaths.checkpoints(uri.claim())),
              RESOURCES));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static Artifact artifact(FineTuneJob job) {
    return job.getStatus() == null ? null : job.getStatus().artifact();
  }
}
