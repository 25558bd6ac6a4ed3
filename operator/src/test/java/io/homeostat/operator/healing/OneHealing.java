package io.homeostat.operator.healing;

import io.homeostat.operator.drift.DriftMonitorReconciler;
import io.homeostat.operator.learning.DatasetReconciler;
import io.homeostat.operator.learning.EvaluationReconciler;
import io.homeostat.operator.learning.FineTuneJobReconciler;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** All reconcilers of a repair, with stand-ins for what surrounds them. */
abstract class OneHealing {
  Rig rig;
  Surroundings surroundings;
  Desk desk;

  @BeforeEach
  void begin() {
    rig =
        new Rig(
            List.of(
                DriftMonitorReconciler::new,
                HealingPolicyReconciler::new,
                HealingRunReconciler::new,
                DatasetReconciler::new,
                FineTuneJobReconciler::new,
                EvaluationReconciler::new));
    surroundings = new Surroundings(rig);
    desk = new Desk(rig);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
  }
}
