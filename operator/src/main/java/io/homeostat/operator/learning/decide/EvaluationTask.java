package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes down what an Evaluation's Job has to do. */
public final class EvaluationTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "50m", "memory", "160Mi"), Map.of("memory", "512Mi"));
  private static final String FILES = "/files/";

  private EvaluationTask() {}

  /**
   * Prepares the Job.
   *
   * @param service the ModelService; null when it does not exist
   * @param dataset what is known of {@code spec.datasetRef}; null when it does not exist
   * @param traffic where the two releases stand
   * @param judging how the answers can be judged
   * @param gatewayUrl root of the client API
   * @param gatewayKey key that may name a release
   */
  public static Preparation prepare(
      EvaluationSpec spec,
      ServiceView service,
      DatasetView dataset,
      TrafficView traffic,
      JudgingView judging,
      String gatewayUrl,
      String gatewayKey) {
    Prerequisites needed = Prerequisites.modelService(spec.modelServiceRef().name(), service);
    if (spec.datasetRef() != null) {
      needed = needed.dataset(spec.datasetRef().name(), dataset);
    }
    return needed.then(
        () ->
            missingFrom(spec, traffic, judging)
                .orElseGet(
                    () ->
                        ready(
                            new Known(spec, service, dataset, traffic, judging),
                            gatewayUrl,
                            gatewayKey)));
  }

  private record Known(
      EvaluationSpec spec,
      ServiceView service,
      DatasetView dataset,
      TrafficView traffic,
      JudgingView judging) {}

  /** What keeps the two releases from being asked; empty when nothing does. */
  private static Optional<Preparation> missingFrom(
      EvaluationSpec spec, TrafficView traffic, JudgingView judging) {
    if (spec.judgeRef() != null && judging.judge() == null) {
      return Optional.of(
          Preparation.blocked(
              LearningReason.JudgeNotFound,
              "spec.judgeRef names Judge '%s', which does not exist in this namespace",
              spec.judgeRef().name()));
    }
    for (String release : List.of(spec.releaseRef().name(), spec.stableRef().name())) {
      if (!traffic.existing().containsKey(release)) {
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

  private static Preparation ready(Known known, String gatewayUrl, String gatewayKey) {
    try {
      return new Preparation.Ready(task(known, gatewayUrl, gatewayKey));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static LearningTask task(Known known, String gatewayUrl, String gatewayKey) {
    EvaluationSpec spec = known.spec();
    Map<String, String> claims = claims(spec);
    List<ClaimMount> mounts = new ArrayList<>();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("spec", spec);
    config.put("subjects", subjects(spec, known.traffic()));
    config.put("gatewayUrl", gatewayUrl);
    config.put("model", known.service().qualifiedName());
    config.put("mayWait", servesByPriority(spec, known.traffic()));
    if (spec.datasetRef() != null) {
      config.put("datasetDir", known.dataset().under(JobPaths.DATASETS));
      mounts.add(JobPaths.datasets(PvcUri.parse(known.dataset().uri()).claim(), true));
    }
    config.put("claims", claims);
    claims.forEach((claim, folder) -> mounts.add(new ClaimMount(claim, null, folder, true)));
    Map<String, KeyRef> refs = new LinkedHashMap<>();
    if (spec.judgeRef() != null) {
      config.put("judge", judge(known.judging()));
      if (known.judging().judge().credentialsSecretRef() != null) {
        refs.put("JUDGE_KEY", known.judging().judge().credentialsSecretRef());
      }
    }
    config.put("invariants", known.judging().invariants());
    return new LearningTask(
        "evaluate",
        known.service().name(),
        config,
        Map.of("GATEWAY_KEY", gatewayKey),
        mounts,
        RESOURCES,
        LearningTask.Program.HOMEOSTAT,
        refs);
  }

  private static Map<String, Object> subjects(EvaluationSpec spec, TrafficView traffic) {
    ReleaseTuple candidate = traffic.existing().get(spec.releaseRef().name());
    ReleaseTuple stable = traffic.existing().get(spec.stableRef().name());
    Map<String, Object> subjects = new LinkedHashMap<>();
    subjects.put("candidate", spec.releaseRef().name());
    subjects.put("stable", spec.stableRef().name());
    subjects.put("candidateTemperature", temperature(candidate));
    subjects.put("stableTemperature", temperature(stable));
    subjects.put("otherAdapter", !Objects.equals(candidate.adapter(), stable.adapter()));
    return subjects;
  }

  /** The operator's own engines do, unless their arguments say otherwise. */
  private static boolean servesByPriority(EvaluationSpec spec, TrafficView traffic) {
    return Stream.of(spec.releaseRef().name(), spec.stableRef().name())
        .map(name -> traffic.existing().get(name).engine())
        .allMatch(
            engine ->
                engine != null
                    && engine.type() == null
                    && engine.args().stream()
                        .noneMatch(argument -> argument.startsWith("--scheduling-policy")));
  }

  private static String temperature(ReleaseTuple tuple) {
    return tuple.decoding() == null ? null : tuple.decoding().temperature();
  }

  private static Map<String, Object> judge(JudgingView judging) {
    return Map.of(
        "spec",
        judging.judge(),
        "calibrated",
        judging.calibrated(),
        "monitoring",
        judging.monitoring());
  }

  /** Claims of item sets and imported results, and where the Job finds each. */
  private static Map<String, String> claims(EvaluationSpec spec) {
    Map<String, String> claims = new TreeMap<>();
    Stream.concat(
            spec.itemSets().stream().map(EvaluationSpec.ItemSet::uri),
            spec.imports().stream().flatMap(one -> Stream.of(one.uri(), one.stableUri())))
        .filter(Objects::nonNull)
        .map(uri -> PvcUri.parse(uri).claim())
        .forEach(claim -> claims.put(claim, FILES + claim));
    return claims;
  }
}
