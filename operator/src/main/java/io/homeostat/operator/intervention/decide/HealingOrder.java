package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRunStatus;

/**
 * Tells from a HealingRun's status what became of an order for it. An approval is recorded there
 * with the UID of its order; rejected and cancelled are ends of a run.
 */
public final class HealingOrder {
  private static final String SUCCEEDED = "Succeeded";

  private HealingOrder() {}

  /**
   * The outcome so far.
   *
   * @param action Approve, Reject or Cancel
   * @param exists whether there is a HealingRun of that name
   * @param status its status; null when it has none yet
   * @param uid UID of the Intervention
   */
  public static Outcome of(
      String action, String target, boolean exists, HealingRunStatus status, String uid) {
    if (!exists) {
      return Outcome.refused(
          InterventionReason.TargetNotFound,
          "there is no HealingRun '%s' in this namespace".formatted(target));
    }
    if (status == null) {
      return Outcome.waiting(
          InterventionReason.Pending, "HealingRun '%s' has just begun".formatted(target));
    }
    boolean approved =
        status.approvals().stream().anyMatch(approval -> uid.equals(approval.intervention()));
    boolean ended =
        Conditions.isTrue(status.conditions(), SUCCEEDED)
            || Conditions.isFalse(status.conditions(), SUCCEEDED);
    if (approved || ended && end(action).equals(status.state())) {
      return Outcome.done(
          InterventionReason.CarriedOut,
          "%s carried out: HealingRun '%s' is %s".formatted(action, target, status.state()));
    }
    if (ended) {
      return Outcome.refused(
          InterventionReason.TargetFinished,
          "HealingRun '%s' has ended as %s before".formatted(target, status.state()));
    }
    return open(action, target, status);
  }

  private static Outcome open(String action, String target, HealingRunStatus status) {
    if ("Cancel".equals(action)) {
      boolean promoted =
          Conditions.find(status.conditions(), "Canaried")
              .filter(c -> ConditionStatus.TRUE.text().equals(c.getStatus()))
              .isPresent();
      return promoted
          ? Outcome.refused(
              InterventionReason.NotApplicable,
              "HealingRun '%s' is promoted already: to take it back, order Rollback of its ModelService"
                  .formatted(target))
          : pending(action, target, status);
    }
    return status.awaiting() == null
        ? Outcome.refused(
            InterventionReason.NotApplicable,
            "HealingRun '%s' is %s and waits for nobody's approval"
                .formatted(target, status.state()))
        : pending(action, target, status);
  }

  private static Outcome pending(String action, String target, HealingRunStatus status) {
    return Outcome.waiting(
        InterventionReason.Pending,
        "HealingRun '%s' is %s; %s follows".formatted(target, status.state(), action));
  }

  private static String end(String action) {
    return switch (action) {
      case "Reject" -> "Rejected";
      case "Cancel" -> "Cancelled";
      default -> "Approved"; // no end of a run: an approval is found by its UID
    };
  }
}
