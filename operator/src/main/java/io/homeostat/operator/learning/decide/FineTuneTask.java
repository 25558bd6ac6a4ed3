package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.modelservice.ModelFiles;
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
    return Prerequisites.modelService(spec.modelServiceRef().name(), service)
        .artifactsClaim("the adapter")
        .stableRelease()
        .dataset(spec.datasetRef().name(), dataset)
        .then(() -> ready(name, spec, service, dataset));
  }

  private static Preparation ready(
      String name, FineTuneJobSpec spec, ServiceView service, DatasetView dataset) {
    try {
      return new Preparation.Ready(task(name, spec, service, dataset));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static LearningTask task(
      String name, FineTuneJobSpec spec, ServiceView service, DatasetView dataset) {
    PvcUri model = ModelFiles.of(service.spec().model());
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
