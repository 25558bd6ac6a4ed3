package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingrun.HealingRunSpec;
import java.time.Instant;

/** What a HealingPolicy does now. */
public sealed interface HealingDecision {
  HealingReason reason();

  /** One sentence for a person. */
  String message();

  /** A reference is missing; nothing can be decided. */
  record NotReady(HealingReason reason, String message) implements HealingDecision {}

  /** Nothing is to be repaired. */
  record Idle(HealingReason reason, String message) implements HealingDecision {}

  /**
   * Something is to be repaired and something forbids it now; until is null when no clock ends it.
   */
  record Held(HealingReason reason, String message, Instant until) implements HealingDecision {}

  /** Something would be repaired if the mode were Heal. */
  record Observed(HealingReason reason, String message, HealingRunSpec run)
      implements HealingDecision {}

  /** A repair of this policy is under way. */
  record Healing(HealingReason reason, String message, String run) implements HealingDecision {}

  /** Start this repair. */
  record Start(HealingReason reason, String message, String name, HealingRunSpec run)
      implements HealingDecision {}
}
