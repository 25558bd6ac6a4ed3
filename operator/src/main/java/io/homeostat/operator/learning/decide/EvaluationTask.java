package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.evaluation.EvaluationSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what an Evaluation's Job has to do. */
public final class EvaluationTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "50m", "memory", "96Mi"), Map.of("memory", "512Mi"));
  private static final int CONCURRENCY = 8;

  private EvaluationTask() {}

  /**
   * Prepares the Job.
   *
   * @param service the ModelService; null when it does not exist
   * @param dataset what is known of {@code spec.datasetRef}; null when it does not exist
   * @param traffic where the two releases stand
   * @param gatewayUrl root of the client API
   * @param gatewayKey key that may name a release
   */
  public static Preparation prepare(
      EvaluationSpec spec,
      ServiceView service,
      DatasetView dataset,
      TrafficView traffic,
      String gatewayUrl,
      String gatewayKey) {
    return Prerequisites.modelService(spec.modelServiceRef().name(), service)
        .dataset(spec.datasetRef().name(), dataset)
        .then(
            () ->
                missingFrom(spec, traffic)
                    .orElseGet(
                        () ->
                            new Preparation.Ready(
                                task(spec, service, dataset, gatewayUrl, gatewayKey))));
  }

  /** What keeps the two releases from being asked; empty when nothing does. */
  private static Optional<Preparation> missingFrom(EvaluationSpec spec, TrafficView traffic) {
    for (String release : List.of(spec.releaseRef().name(), spec.stableRef().name())) {
      if (!traffic.existing().contains(release)) {
        return Optional.of(
            Preparation.blocked(
                LearningReason.ReleaseNotFound,
                "Release '%s' does not exist in this namespace",
                release));
      }
      if (!traffic.routed().contains(release)) {
        return Optional.of(
            Preparation.blocked(
                LearningReason.WaitingForSlot,
                "Release '%s' is not in the traffic plan yet: the service has one candidate at a"
                    + " time",
                release));
      }
    }
    return traffic.applied()
        ? Optional.empty()
        : Optional.of(
            Preparation.blocked(
                LearningReason.WaitingForGateways,
                "not every gateway serves the latest traffic plan yet"));
  }

  private static LearningTask task(
      EvaluationSpec spec,
      ServiceView service,
      DatasetView dataset,
      String gatewayUrl,
      String gatewayKey) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("gatewayUrl", gatewayUrl);
    config.put("model", service.qualifiedName());
    config.put("candidate", spec.releaseRef().name());
    config.put("stable", spec.stableRef().name());
    config.put("datasetDir", dataset.under(JobPaths.DATASETS));
    config.put("gates", spec.gates());
    config.put("concurrency", CONCURRENCY);
    return new LearningTask(
        "evaluate",
        service.name(),
        config,
        Map.of("GATEWAY_KEY", gatewayKey),
        List.of(JobPaths.datasets(PvcUri.parse(dataset.uri()).claim(), true)),
        RESOURCES);
  }
}
