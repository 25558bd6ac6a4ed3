package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingrun.HealingRunStatus;
import java.time.Instant;
import java.util.List;

/**
 * What a HealingRun does now: the status to write, and at most one object to make before it is
 * written.
 *
 * @param create object to make; null when none
 * @param accept findings of the poison guard that the dataset is to be built with; empty for none
 * @param finished the run is over; its unfinished children are to be removed
 * @param reason why it is where it is
 * @param until when to look again; null for the usual pause
 */
public record RunDecision(
    HealingRunStatus status,
    RunChild create,
    List<String> accept,
    boolean finished,
    RunReason reason,
    String message,
    Instant until) {
  /** A decision that accepts no findings. */
  RunDecision(
      HealingRunStatus status,
      RunChild create,
      boolean finished,
      RunReason reason,
      String message,
      Instant until) {
    this(status, create, List.of(), finished, reason, message, until);
  }
}
