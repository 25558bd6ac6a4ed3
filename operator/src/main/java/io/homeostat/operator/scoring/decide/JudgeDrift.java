package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.events.JudgeVerdict;
import java.time.Instant;
import java.util.Locale;

/** Says whether a judge scores its labelled items otherwise than when it was first calibrated. */
final class JudgeDrift {
  static final String DRIFTED = "Drifted";

  private JudgeDrift() {}

  /**
   * The conditions with what the latest comparison found.
   *
   * @param verdict the scorer's latest word; null when there is none that counts
   */
  static Conditions with(Conditions conditions, JudgeVerdict verdict) {
    if (verdict == null || verdict.kappa() == null) {
      return conditions.with(
          DRIFTED,
          ConditionStatus.UNKNOWN,
          ScoringReason.NotCompared,
          "the scorer has no recent scores of the labelled items to compare with the first");
    }
    JudgeVerdict.Drift drift = verdict.drift();
    if (drift == null) {
      return conditions.with(
          DRIFTED,
          ConditionStatus.FALSE,
          ScoringReason.FirstCalibration,
          "these are the first scores of the labelled items by this model and rubric: later ones"
              + " are compared with them");
    }
    String figures =
        String.format(
            Locale.ROOT,
            "%s changed by %+.2f points on the mean since %s (p = %.2g; an unchanged judge is"
                + " called drifted in 1 of 1000 comparisons)",
            drift.dimension(),
            drift.meanChange(),
            Instant.ofEpochMilli(drift.sinceMillis()),
            drift.pValue());
    return drift.drifted()
        ? conditions.with(
            DRIFTED,
            ConditionStatus.TRUE,
            ScoringReason.ScoresChanged,
            figures
                + "; until it returns, or model, rubric or items change, its scores decide nothing")
        : conditions.with(DRIFTED, ConditionStatus.FALSE, ScoringReason.ScoresUnchanged, figures);
  }
}
