package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.dataset.DatasetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a Dataset's Job has to do. */
public final class DatasetTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "50m", "memory", "96Mi"), Map.of("memory", "512Mi"));

  private DatasetTask() {}

  /**
   * Prepares the Job.
   *
   * @param service the ModelService; null when it does not exist
   * @param archiveUrl root of the archive's API
   * @param archiveToken its token for this service
   */
  public static Preparation prepare(
      String name, DatasetSpec spec, ServiceView service, String archiveUrl, String archiveToken) {
    return Prerequisites.modelService(spec.modelServiceRef().name(), service)
        .artifactsClaim("the dataset")
        .stableRelease()
        .then(() -> ready(name, spec, service, archiveUrl, archiveToken));
  }

  private static Preparation ready(
      String name, DatasetSpec spec, ServiceView service, String archiveUrl, String archiveToken) {
    try {
      return new Preparation.Ready(task(name, spec, service, archiveUrl, archiveToken));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "spec.replay.uri: %s", e.getMessage());
    }
  }

  private static LearningTask task(
      String name, DatasetSpec spec, ServiceView service, String archiveUrl, String archiveToken) {
    List<ClaimMount> mounts =
        new ArrayList<>(List.of(JobPaths.datasets(service.artifactsClaim(), false)));
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("service", service.qualifiedName());
    config.put("archiveUrl", archiveUrl);
    if (spec.corrections() != null) {
      config.put("capability", spec.corrections().capability());
      config.put("since", spec.corrections().since());
      config.put("minimumCorrections", spec.corrections().minimum());
      config.put("maximumWaitSeconds", spec.corrections().maximumWaitSeconds());
    }
    if (spec.replay() != null) {
      PvcUri replay = PvcUri.parse(spec.replay().uri());
      mounts.add(new ClaimMount(replay.claim(), null, JobPaths.REPLAY, true));
      config.put("replayPath", replay.under(JobPaths.REPLAY));
      config.put("replayRows", spec.replay().rows());
    }
    config.put("testPerCapability", spec.testPerCapability());
    config.put("outputDir", JobPaths.DATASETS);
    config.put("systemPrompt", service.stablePrompt());
    config.values().removeIf(value -> value == null);
    return new LearningTask(
        "dataset",
        service.name(),
        config,
        Map.of("ARCHIVE_TOKEN", archiveToken),
        mounts,
        RESOURCES);
  }
}
