package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.statistics.drift.FrozenQuantile;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns amounts and times into shares: the first values freeze their 95th percentile, each later
 * one is 1 when it is not above it, else 0.
 *
 * <p>The values that the percentile was taken from are not used again: the share that lies below it
 * is learnt from fresh ones, so its bound holds whatever the values are like.
 *
 * @param values until the percentile is frozen; empty after
 * @param threshold the percentile; null until it is frozen
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QuantileStage(List<Double> values, Double threshold) {
  static final QuantileStage EMPTY = new QuantileStage(List.of(), null);

  private static final double LEVEL = 0.95;

  /** Copies the list. */
  public QuantileStage {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /**
   * This and one more value, before the percentile is frozen.
   *
   * @param needed values that freeze it, at least 20
   */
  QuantileStage plus(double value, int needed) {
    List<Double> grown = new ArrayList<>(values);
    grown.add(value);
    if (grown.size() < needed) {
      return new QuantileStage(grown, null);
    }
    double[] all = grown.stream().mapToDouble(one -> one).toArray();
    return FrozenQuantile.of(all, LEVEL) instanceof FrozenQuantile frozen
        ? new QuantileStage(List.of(), frozen.threshold())
        : new QuantileStage(grown, null);
  }

  double share(double value) {
    return value <= threshold ? 1 : 0;
  }
}
