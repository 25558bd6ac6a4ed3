package io.homeostat.statistics.drift;

/** What {@link MeanShiftESr} says at a limit. */
public sealed interface ShiftDecision {

  /** Where a mean may go. */
  enum Side {
    /** Below its reference. */
    DROP,
    /** Above its reference. */
    RISE
  }

  /**
   * No shift can be detected: there is no room beyond the reference on any side that was asked for.
   *
   * @param side the side asked for; the drop when both were
   * @param reference the mean that would have to be passed, less than .01 from the end of [0, 1]
   */
  record NotMonitorable(Side side, double reference) implements ShiftDecision {}

  /**
   * The evidence, to be compared with its limit.
   *
   * @param side on which there is more evidence
   * @param evidence of both sides together; its time of change is that of {@code side}
   */
  record Monitored(Side side, DropDecision evidence) implements ShiftDecision {}
}
