package io.homeostat.monitor.drift;

/**
 * How many values a stream brings, measured over about the last six hours of event time and from
 * the first value on.
 *
 * <p>Each value counts e^(−age/τ); divided by the time that such a window covers so far, τ·(1 −
 * e^(−elapsed/τ)), this is the mean rate. The limit of a stream is chosen from it before the next
 * value is seen.
 *
 * @param weight sum of the weights at the last value
 * @param firstMillis time of the first value
 * @param lastMillis time of the last value
 */
public record StreamRate(double weight, long firstMillis, long lastMillis) {
  private static final double TAU_MILLIS = 6 * 3_600_000d;
  private static final double LEAST_ELAPSED_MILLIS = 60_000;
  private static final double MONTH_MILLIS = 30 * 86_400_000d;

  static StreamRate start(long atMillis) {
    return new StreamRate(0, atMillis, atMillis);
  }

  StreamRate plus(long atMillis) {
    long now = Math.max(lastMillis, atMillis);
    return new StreamRate(weight * Math.exp((lastMillis - now) / TAU_MILLIS) + 1, firstMillis, now);
  }

  /** Values in 30 days at this rate, above 0. */
  double perMonth() {
    double elapsed = Math.max(LEAST_ELAPSED_MILLIS, lastMillis - firstMillis);
    return Math.max(1, weight) * MONTH_MILLIS / (TAU_MILLIS * -Math.expm1(-elapsed / TAU_MILLIS));
  }

  /** Seconds that a number of values takes at this rate. */
  double seconds(double values) {
    return values * (MONTH_MILLIS / 1000) / perMonth();
  }
}
