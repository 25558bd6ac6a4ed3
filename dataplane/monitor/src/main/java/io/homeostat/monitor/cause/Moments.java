package io.homeostat.monitor.cause;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.homeostat.statistics.attribution.Kitagawa;

/**
 * Count, sum and sum of squares of values in [0,1]: all that a comparison of means needs.
 *
 * @param count values
 * @param sum of the values
 * @param squares sum of their squares
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Moments(long count, double sum, double squares) {
  static final Moments NONE = new Moments(0, 0, 0);

  Moments plus(double value) {
    return new Moments(count + 1, sum + value, squares + value * value);
  }

  Moments plus(Moments other) {
    return new Moments(count + other.count, sum + other.sum, squares + other.squares);
  }

  /** These and so many values of 0. */
  Moments plusZeros(long zeros) {
    return new Moments(count + zeros, sum, squares);
  }

  /** Values that are 0 where every value is 0 or 1. */
  @JsonIgnore
  long zeros() {
    return Math.max(0, count - Math.round(sum));
  }

  /** 0 of no values. */
  @JsonIgnore
  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  @JsonIgnore
  Kitagawa.Level level() {
    double variance = count < 2 ? 0 : Math.max(0, squares - sum * sum / count) / (count - 1);
    return new Kitagawa.Level(count, mean(), variance);
  }
}
