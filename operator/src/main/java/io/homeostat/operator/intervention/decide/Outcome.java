package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.common.ConditionStatus;

/** What is to be said of an Intervention: its condition Succeeded. */
public record Outcome(ConditionStatus succeeded, InterventionReason reason, String message) {
  static Outcome done(InterventionReason reason, String message) {
    return new Outcome(ConditionStatus.TRUE, reason, message);
  }

  static Outcome refused(InterventionReason reason, String message) {
    return new Outcome(ConditionStatus.FALSE, reason, message);
  }

  static Outcome waiting(InterventionReason reason, String message) {
    return new Outcome(ConditionStatus.UNKNOWN, reason, message);
  }
}
