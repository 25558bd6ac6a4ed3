package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.modelservice.ModelFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a FineTuneJob's Job has to do. */
public final class FineTuneTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "500m", "memory", "1Gi"), Map.of("memory", "2Gi"));

  private static final int DEFAULT_RANK = 16;

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
        .adapterRank(rank(spec), service == null ? 0 : service.largestRank())
        .then(() -> ready(name, spec, service, dataset));
  }

  private static int rank(FineTuneJobSpec spec) {
    return spec.lora() == null ? DEFAULT_RANK : or(spec.lora().rank(), DEFAULT_RANK);
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
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
    int devices = devices(spec.resources());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("method", spec.method());
    config.put("modelPath", model.under(JobPaths.MODELS));
    config.put("datasetDir", dataset.under(JobPaths.DATASETS));
    config.put("outputDir", JobPaths.ADAPTERS);
    config.put("checkpointDir", JobPaths.CHECKPOINTS);
    config.put("lora", spec.lora());
    config.put("largestRank", service.largestRank());
    config.put("training", spec.training());
    config.put("processes", devices);
    config.put("systemPrompt", service.stablePrompt());
    config.put("registeredModel", registeredModel(spec, service));
    config.put("lineage", lineage(name, spec, service));
    config.values().removeIf(value -> value == null);
    return new LearningTask(
            "finetune",
            service.name(),
            config,
            Map.of(),
            mounts(model, service.artifactsClaim(), spec.tracking() != null),
            spec.resources() == null ? RESOURCES : spec.resources())
        .with(
            new JobSettings(
                spec.queue(),
                spec.scheduling(),
                spec.deadlineSeconds(),
                spec.tracking() == null ? null : spec.tracking().secretRef().name(),
                true,
                devices > 1));
  }

  private static List<ClaimMount> mounts(PvcUri model, String claim, boolean tracked) {
    List<ClaimMount> mounts = new ArrayList<>();
    mounts.add(JobPaths.models(model));
    mounts.add(JobPaths.datasets(claim, true));
    mounts.add(JobPaths.adapters(claim));
    mounts.add(JobPaths.checkpoints(claim));
    if (tracked) {
      mounts.add(JobPaths.tensorboard(claim));
    }
    return mounts;
  }

  /** The registered model of a service's adapters in MLflow. */
  private static String registeredModel(FineTuneJobSpec spec, ServiceView service) {
    if (spec.tracking() == null) {
      return null;
    }
    String named = spec.tracking().registeredModel();
    return named == null ? service.namespace() + "." + service.name() : named;
  }

  private static Map<String, String> lineage(
      String name, FineTuneJobSpec spec, ServiceView service) {
    Map<String, String> lineage = new LinkedHashMap<>();
    lineage.put("namespace", service.namespace());
    lineage.put("modelService", service.name());
    lineage.put("fineTuneJob", name);
    lineage.put("dataset", spec.datasetRef().name());
    return lineage;
  }

  /** GPUs that the container gets, each of which trains in a process of its own; at least 1. */
  private static int devices(Resources resources) {
    return resources == null
        ? 1
        : Math.max(
            1,
            resources.limits().entrySet().stream()
                .filter(limit -> limit.getKey().endsWith("/gpu"))
                .mapToInt(limit -> Integer.parseInt(limit.getValue()))
                .sum());
  }
}
