package io.homeostat.operator.healing;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.operator.drift.DriftMonitorReconciler;
import io.homeostat.operator.intervention.InterventionReconciler;
import io.homeostat.operator.learning.DatasetReconciler;
import io.homeostat.operator.learning.EvaluationReconciler;
import io.homeostat.operator.learning.FineTuneJobReconciler;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.util.List;
import java.util.Locale;
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
                InterventionReconciler::new,
                HealingPolicyReconciler::new,
                HealingRunReconciler::new,
                DatasetReconciler::new,
                FineTuneJobReconciler::new,
                EvaluationReconciler::new));
    surroundings = new Surroundings(rig);
    surroundings.mergesEnd();
    desk = new Desk(rig);
  }

  /** Orders something about the only repair. */
  String orders(String action) {
    return rig.create(
            Intervention.class,
            """
            metadata: {generateName: %s-}
            spec: {targetRef: {kind: HealingRun, name: %s}, action: %s, reason: looked at it}
            """
                .formatted(
                    action.toLowerCase(Locale.ROOT),
                    rig.only(HealingRun.class).getMetadata().getName(),
                    action))
        .getMetadata()
        .getName();
  }

  /** Waits until an order is settled. */
  void settles(String order, String status, String reason) {
    eventually()
        .untilAsserted(
            () -> {
              var condition =
                  Conditions.find(
                          rig.get(Intervention.class, order).getStatus().conditions(), "Succeeded")
                      .orElseThrow();
              assertThat(condition.getStatus() + " " + condition.getReason())
                  .isEqualTo(status + " " + reason);
            });
  }

  /** Waits for a state of the only repair. */
  HealingRun reaches(String state) {
    eventually()
        .untilAsserted(
            () -> assertThat(rig.only(HealingRun.class).getStatus().state()).isEqualTo(state));
    return rig.only(HealingRun.class);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
  }
}
