package io.homeostat.scorer.policy;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.judge.Agreement;
import io.homeostat.judge.Calibration;
import io.homeostat.judge.DriftCheck;
import java.util.List;
import java.util.Map;

/** Words what a calibration found as the record that the scorer publishes. */
final class JudgeVerdicts {
  private JudgeVerdicts() {}

  /**
   * The verdict on a judge that was asked.
   *
   * @param inputs digest of judge and items
   * @param first its first scores of these items; null when these are the first
   */
  static JudgeVerdict of(
      Judge judge,
      Calibration.Outcome outcome,
      String inputs,
      JudgeVerdict.Frozen first,
      JudgeUsage usage,
      long now) {
    boolean usable = outcome.overall().kappa() != null;
    JudgeVerdict.Frozen frozen =
        first == null && usable ? new JudgeVerdict.Frozen(inputs, now, outcome.scores()) : first;
    return verdict(
        judge,
        outcome.overall(),
        outcome,
        outcome.message(),
        dimensions(outcome.dimensions()),
        usable ? DriftCheck.compare(first, outcome.scores()) : null,
        frozen,
        usage,
        now);
  }

  /** The verdict on a judge that could not be asked. */
  static JudgeVerdict unusable(Judge judge, String message, JudgeUsage usage, long now) {
    Agreement none = new Agreement("ItemsNotUsable", null, null, null, null, null, null, null);
    Calibration.Outcome outcome =
        new Calibration.Outcome(none.reason(), none, Map.of(), Map.of(), 0, 0);
    return verdict(judge, none, outcome, message, List.of(), null, null, usage, now);
  }

  private static JudgeVerdict verdict(
      Judge judge,
      Agreement overall,
      Calibration.Outcome outcome,
      String message,
      List<JudgeVerdict.Dimension> dimensions,
      JudgeVerdict.Drift drift,
      JudgeVerdict.Frozen frozen,
      JudgeUsage usage,
      long now) {
    String name = judge.getMetadata().getNamespace() + "/" + judge.getMetadata().getName();
    return new JudgeVerdict(
        EventCodec.SCHEMA_VERSION,
        name,
        judge.getMetadata().getUid(),
        name,
        now,
        digest(judge.getSpec()),
        outcome.calibrated(),
        overall.kappa(),
        overall.kappaLower(),
        overall.bias(),
        outcome.items(),
        outcome.unscored(),
        outcome.reason(),
        message,
        overall.lengthBias(),
        dimensions,
        drift,
        frozen,
        usage);
  }

  private static List<JudgeVerdict.Dimension> dimensions(Map<String, Agreement> found) {
    return found.entrySet().stream()
        .map(
            entry ->
                new JudgeVerdict.Dimension(
                    entry.getKey(),
                    entry.getValue().kappa(),
                    entry.getValue().kappaLower(),
                    entry.getValue().kappaUpper(),
                    entry.getValue().bias(),
                    entry.getValue().lengthBias(),
                    entry.getValue().calibrated()))
        .toList();
  }

  /** Digest of endpoint, model and rubric. */
  static String digest(JudgeSpec spec) {
    return CanonicalJson.digest(
        Map.of("endpoint", spec.endpoint(), "model", spec.model(), "rubric", spec.rubric()));
  }
}
