package io.homeostat.statistics.samples;

/** A statistic of one way to split the pooled values into two samples. */
@FunctionalInterface
interface SplitStatistic {
  /**
   * The statistic of a split.
   *
   * @param reference how often each distinct value falls into the reference
   * @param current how often each distinct value falls into the current sample
   */
  double of(int[] reference, int[] current);
}
