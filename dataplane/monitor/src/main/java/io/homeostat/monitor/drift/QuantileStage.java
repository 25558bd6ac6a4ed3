package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.statistics.drift.FrozenQuantile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns amounts and times into shares: the first values freeze their 95th percentile, each later
 * one is 1 when it is not above it, else 0. Where fewer is as much a change as more, the band
 * between the 2.5th and the 97.5th percentile takes its place.
 *
 * <p>The values that the percentile was taken from are not used again: the share that lies below it
 * is learnt from fresh ones, so its bound holds whatever the values are like.
 *
 * @param values until the percentile is frozen; empty after
 * @param threshold the percentile, or the upper end of the band; null until it is frozen
 * @param lower the lower end of the band; null for none
 * @param twoSided whether it is a band
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QuantileStage(List<Double> values, Double threshold, Double lower, boolean twoSided) {
  static final QuantileStage EMPTY = new QuantileStage(List.of(), null, null, false);

  private static final double LEVEL = 0.95;
  private static final double BAND = 0.975;

  /** Copies the list. */
  public QuantileStage {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /** The same for a band or for one percentile, before the first value. */
  QuantileStage twoSided(boolean band) {
    return new QuantileStage(values, threshold, lower, band);
  }

  /**
   * This and one more value, before the percentile is frozen.
   *
   * @param needed values that freeze it at least
   */
  QuantileStage plus(double value, int needed) {
    List<Double> grown = new ArrayList<>(values);
    grown.add(value);
    QuantileStage more = new QuantileStage(grown, null, null, twoSided);
    if (grown.size() < needed) {
      return more;
    }
    OptionalDouble upper = quantile(grown, 1, twoSided ? BAND : LEVEL);
    OptionalDouble below = quantile(grown, -1, BAND);
    if (upper.isEmpty() || (twoSided && below.isEmpty())) {
      return more;
    }
    return new QuantileStage(
        List.of(),
        upper.getAsDouble(),
        twoSided ? Double.valueOf(-below.getAsDouble()) : null,
        twoSided);
  }

  private static OptionalDouble quantile(List<Double> values, int sign, double level) {
    double[] all = values.stream().mapToDouble(one -> sign * one).toArray();
    return FrozenQuantile.of(all, level) instanceof FrozenQuantile frozen
        ? OptionalDouble.of(frozen.threshold())
        : OptionalDouble.empty();
  }

  double share(double value) {
    return value <= threshold && (lower == null || value >= lower) ? 1 : 0;
  }
}
