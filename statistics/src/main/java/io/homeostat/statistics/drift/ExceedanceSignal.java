package io.homeostat.statistics.drift;

/**
 * A value without bounds (latency, tokens, cost, a distance) turned into one that a drift detector
 * may be fed with, if the baseline suffices.
 */
public sealed interface ExceedanceSignal permits ExceedanceSignal.NotEnoughData, FrozenQuantile {

  /**
   * The baseline cannot tell this quantile from its largest value.
   *
   * @param samples values in the baseline
   * @param needed values needed
   */
  record NotEnoughData(int samples, int needed) implements ExceedanceSignal {}
}
