package io.homeostat.operator;

import io.homeostat.operator.canary.CanaryReleaseReconciler;
import io.homeostat.operator.drift.DriftMonitorReconciler;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.healing.HealingPolicyReconciler;
import io.homeostat.operator.healing.HealingRunReconciler;
import io.homeostat.operator.intervention.InterventionReconciler;
import io.homeostat.operator.learning.AdapterMergeReconciler;
import io.homeostat.operator.learning.DatasetReconciler;
import io.homeostat.operator.learning.EvaluationReconciler;
import io.homeostat.operator.learning.FineTuneJobReconciler;
import io.homeostat.operator.modelservice.ModelServiceReconciler;
import io.homeostat.operator.release.ReleaseReconciler;
import io.homeostat.operator.scoring.JudgeReconciler;
import io.homeostat.operator.scoring.QualityPolicyReconciler;
import io.homeostat.operator.scoring.ScorerReconciler;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.util.List;

/** The one list of everything that this operator reconciles. */
final class Reconcilers {
  private Reconcilers() {}

  static List<Reconciler<?>> all(Frame frame) {
    return List.of(
        new ModelServiceReconciler(frame),
        new ReleaseReconciler(frame),
        new CanaryReleaseReconciler(frame),
        new InterventionReconciler(frame),
        new QualityPolicyReconciler(frame),
        new ScorerReconciler(frame),
        new JudgeReconciler(frame),
        new DriftMonitorReconciler(frame),
        new HealingPolicyReconciler(frame),
        new HealingRunReconciler(frame),
        new DatasetReconciler(frame),
        new FineTuneJobReconciler(frame),
        new AdapterMergeReconciler(frame),
        new EvaluationReconciler(frame));
  }
}
