package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.Resources;
import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Writes down what a Dataset's Job has to do. */
public final class DatasetTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "100m", "memory", "128Mi"), Map.of("memory", "1Gi"));

  private DatasetTask() {}

  /**
   * Prepares the Job.
   *
   * @param service the ModelService; null when it does not exist
   * @param build number of the build, from 1
   * @param surroundings other Datasets, and what releases learnt from
   * @param archiveUrl root of the archive's API
   * @param archiveToken its token for this service
   */
  public static Preparation prepare(
      String name,
      int build,
      DatasetSpec spec,
      ServiceView service,
      DatasetSurroundings surroundings,
      String archiveUrl,
      String archiveToken) {
    Prerequisites prerequisites =
        Prerequisites.modelService(spec.modelServiceRef().name(), service)
            .artifactsClaim("the dataset")
            .stableRelease();
    spec.sources().stream()
        .map(DatasetSource::dataset)
        .filter(Objects::nonNull)
        .forEach(
            source ->
                prerequisites.dataset(
                    source.ref().name(), surroundings.dataset(source.ref().name())));
    return prerequisites.then(
        () ->
            ready(
                new DatasetConfig(spec, service, surroundings),
                config -> config.job(name, build, archiveUrl),
                archiveToken));
  }

  private static Preparation ready(
      DatasetConfig config, Function<DatasetConfig, Map<String, Object>> job, String archiveToken) {
    try {
      return new Preparation.Ready(
          new LearningTask(
              "dataset",
              config.service().name(),
              job.apply(config),
              Map.of("ARCHIVE_TOKEN", archiveToken),
              config.mounts(),
              RESOURCES,
              LearningTask.Program.TRAINER,
              config.keys()));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }
}
