package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import java.util.List;

/** The condition of a child as a run sees it; one that was never set is Unknown. */
record ChildCondition(String status, String reason, String message) {
  static ChildCondition of(List<Condition> conditions, String type) {
    return Conditions.find(conditions, type)
        .map(c -> new ChildCondition(c.getStatus(), c.getReason(), c.getMessage()))
        .orElse(new ChildCondition(ConditionStatus.UNKNOWN.text(), "", ""));
  }

  boolean isTrue() {
    return ConditionStatus.TRUE.text().equals(status);
  }

  boolean isFalse() {
    return ConditionStatus.FALSE.text().equals(status);
  }

  /** One sentence that names the child and repeats what it says. */
  String telling(String kind, String name) {
    return message == null || message.isBlank()
        ? "%s '%s' has begun".formatted(kind, name)
        : "%s '%s': %s".formatted(kind, name, message);
  }
}
