package io.homeostat.cli.compare;

import io.homeostat.statistics.samples.Moments;
import java.util.Arrays;

/** The usual figures of a sample; the deviation is NaN for a single value. */
record Summary(
    int values, double mean, double deviation, double minimum, double median, double maximum) {
  static Summary of(double[] values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.observe(value);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Summary(
        values.length,
        moments.mean(),
        Math.sqrt(moments.variance()),
        moments.lowest(),
        median,
        moments.highest());
  }
}
