package io.homeostat.statistics.charts;

/** What a control chart says after a value, with its evidence. */
public sealed interface ChartDecision {
  /**
   * Too few values to say anything.
   *
   * @param values values seen since the start or the last restart
   * @param needed values that a decision needs at least
   */
  record NotEnoughData(long values, long needed) implements ChartDecision {}

  /**
   * No rule has fired.
   *
   * @param statistic the charted figure that is nearest to its limit
   * @param limit the limit on that side
   */
  record InControl(double statistic, double limit) implements ChartDecision {}

  /**
   * A rule has fired.
   *
   * @param rule which
   * @param side on which side of the centre line
   * @param statistic the charted figure
   * @param limit what it went beyond
   */
  record Signal(ChartRule rule, Side side, double statistic, double limit)
      implements ChartDecision {}

  /** Where a signal points. */
  enum Side {
    /** The values have risen. */
    UPPER,
    /** The values have fallen. */
    LOWER,
    /** Neither: the spread or the order of the values has changed. */
    BOTH
  }
}
