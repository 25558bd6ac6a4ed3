package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Decides what a Judge's status says. The scorer alone reads credentials, so whether they can be
 * used is known from its word; an old word makes the judge Unknown, never calibrated.
 */
public final class JudgeDecision {
  public static final String READY = "Ready";
  public static final String CALIBRATED = "Calibrated";

  private static final Duration GRACE = Duration.ofSeconds(120);

  private final Clock clock;

  public JudgeDecision(Clock clock) {
    this.clock = clock;
  }

  /** Returns the status to write. */
  public JudgeStatus decide(JudgeObservation seen) {
    Conditions conditions =
        Conditions.from(
            seen.before() == null ? null : seen.before().conditions(), seen.generation(), clock);
    JudgeVerdict verdict =
        seen.verdict() != null && seen.uid().equals(seen.verdict().subjectUid())
            ? seen.verdict()
            : null;
    Conditions all = calibrated(ready(conditions, seen, verdict), seen, verdict);
    all = JudgeDrift.with(all, isStale(seen, verdict) ? null : verdict);
    return status(seen, JudgeFamily.with(all, seen), verdict);
  }

  private JudgeStatus status(JudgeObservation seen, Conditions all, JudgeVerdict verdict) {
    if (verdict == null) {
      return new JudgeStatus(
          seen.generation(),
          all.list(),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }
    JudgeUsage.Spent today = today(verdict);
    return new JudgeStatus(
        seen.generation(),
        all.list(),
        verdict.judgeDigest(),
        decimal(verdict.kappa()),
        decimal(verdict.kappaLower()),
        decimal(verdict.bias()),
        verdict.items(),
        verdict.unscored(),
        decimal(verdict.lengthBias()),
        verdict.dimensions().stream().map(JudgeDecision::dimension).toList(),
        (int) Math.min(Integer.MAX_VALUE, today.requests()),
        seen.spec().budget() == null || seen.spec().budget().prices() == null
            ? null
            : decimal(today.cost()));
  }

  private JudgeUsage.Spent today(JudgeVerdict verdict) {
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    return verdict.usage() != null && verdict.usage().day().equals(day)
        ? verdict.usage().total()
        : new JudgeUsage.Spent(0, 0);
  }

  private static JudgeStatus.Dimension dimension(JudgeVerdict.Dimension found) {
    return new JudgeStatus.Dimension(
        found.name(),
        decimal(found.kappa()),
        decimal(found.kappaLower()),
        decimal(found.kappaUpper()),
        decimal(found.bias()),
        decimal(found.lengthBias()),
        found.calibrated());
  }

  /** Whether two repetitions passed without a new comparison. */
  private boolean isStale(JudgeObservation seen, JudgeVerdict verdict) {
    Duration oldest =
        Duration.ofSeconds(seen.spec().calibration().repeatSeconds()).multipliedBy(2).plus(GRACE);
    return verdict != null
        && clock.instant().isAfter(Instant.ofEpochMilli(verdict.asOfMillis()).plus(oldest));
  }

  private static Conditions ready(
      Conditions conditions, JudgeObservation seen, JudgeVerdict verdict) {
    JudgeSpec.Calibration calibration = seen.spec().calibration();
    if (!seen.itemsFound()) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          ScoringReason.ItemsNotFound,
          "spec.calibration.itemsConfigMapRef: ConfigMap '%s' with key '%s' does not exist in this namespace: create it"
              .formatted(
                  calibration.itemsConfigMapRef().name(), calibration.itemsConfigMapRef().key()));
    }
    if (verdict == null) {
      return conditions.with(
          READY,
          ConditionStatus.UNKNOWN,
          ScoringReason.NotCalibratedYet,
          "the scorer has not tried this judge yet: it runs when a QualityPolicy exists");
    }
    return ScoringReason.of(verdict.reason()) == ScoringReason.ItemsNotUsable
        ? conditions.with(
            READY, ConditionStatus.FALSE, ScoringReason.ItemsNotUsable, verdict.message())
        : conditions.with(
            READY,
            ConditionStatus.TRUE,
            ScoringReason.Complete,
            "labelled items and credentials can be used");
  }

  private Conditions calibrated(
      Conditions conditions, JudgeObservation seen, JudgeVerdict verdict) {
    if (verdict == null) {
      return conditions.with(
          CALIBRATED,
          ConditionStatus.UNKNOWN,
          ScoringReason.NotCalibratedYet,
          "the scorer has not compared this judge with its labelled items yet; until then its"
              + " scores decide nothing");
    }
    if (isStale(seen, verdict)) {
      return conditions.with(
          CALIBRATED,
          ConditionStatus.UNKNOWN,
          ScoringReason.CalibrationStale,
          "the latest comparison is of %s, older than two repetitions: see the scorer and Kafka"
              .formatted(Instant.ofEpochMilli(verdict.asOfMillis())));
    }
    ScoringReason reason = ScoringReason.of(verdict.reason());
    ConditionStatus status =
        verdict.calibrated()
            ? ConditionStatus.TRUE
            : reason == ScoringReason.JudgeUnavailable
                ? ConditionStatus.UNKNOWN
                : ConditionStatus.FALSE;
    return conditions.with(
        CALIBRATED,
        status,
        verdict.calibrated() ? ScoringReason.Calibrated : reason,
        verdict.message());
  }

  private static String decimal(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.3f", value);
  }
}
