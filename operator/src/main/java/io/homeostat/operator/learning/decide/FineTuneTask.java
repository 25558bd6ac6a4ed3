package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a FineTuneJob's Job has to do. */
public final class FineTuneTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "500m", "memory", "1Gi"), Map.of("memory", "2Gi"));

  private FineTuneTask() {}

  /**
   * Prepares the Job.
   *
   * @param name of the FineTuneJob; the adapter is named after it
   * @param service the ModelService; null when it does not exist
   * @param dataset what is known of {@code spec.datasetRef}; null when it does not exist
   */
  public static Preparation prepare(
      String name, FineTuneJobSpec spec, ServiceView service, DatasetView dataset) {
    if (service == null) {
      return Preparation.blocked(
          LearningReason.ModelServiceNotFound,
          "spec.modelServiceRef names ModelService '%s', which does not exist in this namespace",
          spec.modelServiceRef().name());
    }
    if (service.artifactsClaim() == null) {
      return Preparation.blocked(
          LearningReason.NoArtifactsClaim,
          "ModelService '%s' names no claim to write the adapter to: set its"
              + " spec.artifacts.claimName",
          service.name());
    }
    if (service.stablePrompt() == null) {
      return Preparation.blocked(
          LearningReason.NoStableRelease,
          "ModelService '%s' has no stable release yet",
          service.name());
    }
    if (dataset == null) {
      return Preparation.blocked(
          LearningReason.DatasetNotFound,
          "spec.datasetRef names Dataset '%s', which does not exist in this namespace",
          spec.datasetRef().name());
    }
    if (dataset.uri() == null) {
      return Preparation.blocked(
          LearningReason.DatasetNotReady,
          "Dataset '%s' is not built yet",
          spec.datasetRef().name());
    }
    try {
      return new Preparation.Ready(task(name, spec, service, dataset));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static LearningTask task(
      String name, FineTuneJobSpec spec, ServiceView service, DatasetView dataset) {
    PvcUri model = PvcUri.parse(service.spec().model().uri());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("modelPath", model.under(JobPaths.MODELS));
    config.put("datasetDir", dataset.under(JobPaths.DATASETS));
    config.put("outputDir", JobPaths.ADAPTERS);
    config.put("lora", spec.lora());
    config.put("training", spec.training());
    config.put("systemPrompt", service.stablePrompt());
    config.values().removeIf(value -> value == null);
    return new LearningTask(
        "finetune",
        service.name(),
        config,
        Map.of(),
        List.of(
            JobPaths.models(model),
            JobPaths.datasets(service.artifactsClaim(), true),
            JobPaths.adapters(service.artifactsClaim())),
        spec.resources() == null ? RESOURCES : spec.resources());
  }
}
