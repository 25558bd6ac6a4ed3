package io.homeostat.statistics.distribution;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/** Scores with a few possible values, as a judge's levels or a check's pass and fail are. */
public final class DiscreteScores implements ScoreDistribution {
  private static final int MOST_VALUES = 1_000;
  private static final double ROUNDING = 1e-6;
  private static final double MOST = 1e9;
  private static final int STEPS = 200;

  private final double[] values;
  private final double[] probabilities;
  private final double[] cumulative;
  private final double mean;
  private final double deviation;

  private DiscreteScores(double[] values, double[] probabilities) {
    this.values = values;
    this.probabilities = probabilities;
    this.cumulative = new double[values.length];
    double sum = 0;
    double first = 0;
    for (int i = 0; i < values.length; i++) {
      sum += probabilities[i];
      first += probabilities[i] * values[i];
      cumulative[i] = sum;
    }
    cumulative[values.length - 1] = 1;
    double second = 0;
    for (int i = 0; i < values.length; i++) {
      second += probabilities[i] * (values[i] - first) * (values[i] - first);
    }
    mean = first;
    deviation = Math.sqrt(second);
  }

  /**
   * A distribution by its values.
   *
   * @param probabilities probability, &gt; 0, by value; 2 to 1,000 values whose probabilities sum
   *     to 1 within 1e-6 (they are scaled to sum to 1)
   */
  public static DiscreteScores of(SortedMap<Double, Double> probabilities) {
    Require.within("the number of values", probabilities.size(), 2, MOST_VALUES);
    double sum = 0;
    for (var entry : probabilities.entrySet()) {
      Require.within("a value", entry.getKey(), -MOST, MOST);
      Require.within(
          "the probability of " + entry.getKey(), entry.getValue(), Double.MIN_NORMAL, 1);
      sum += entry.getValue();
    }
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException("the probabilities must sum to 1 but sum to " + sum);
    }
    double total = sum;
    return new DiscreteScores(
        probabilities.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        probabilities.values().stream().mapToDouble(p -> p / total).toArray());
  }

  /** The possible scores, lowest first. */
  public double[] values() {
    return values.clone();
  }

  /** Their probabilities, in the order of {@link #values}. */
  public double[] probabilities() {
    return probabilities.clone();
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double deviation() {
    return deviation;
  }

  @Override
  public double cumulative(double x) {
    int at = Arrays.binarySearch(values, x);
    int last = at >= 0 ? at : -at - 2;
    return last < 0 ? 0 : cumulative[last];
  }

  @Override
  public double below(double x) {
    int at = Arrays.binarySearch(values, x);
    int last = at >= 0 ? at - 1 : -at - 2;
    return last < 0 ? 0 : cumulative[last];
  }

  @Override
  public double quantile(double p) {
    Require.unit("a probability", p);
    int i = 0;
    while (cumulative[i] < p) {
      i++;
    }
    return values[i];
  }

  @Override
  public double draw(RandomGenerator random) {
    return quantile(random.nextDouble());
  }

  @Override
  public double lowest() {
    return values[0];
  }

  @Override
  public double highest() {
    return values[values.length - 1];
  }

  @Override
  public DiscreteScores withMean(double newMean) {
    Require.between("the mean of discrete scores", newMean, lowest(), highest());
    double span = highest() - lowest();
    double low = -1 / span;
    double high = 1 / span;
    while (tilted(low).mean > newMean) {
      low *= 2;
    }
    while (tilted(high).mean < newMean) {
      high *= 2;
    }
    for (int step = 0; step < STEPS && low < high; step++) {
      double middle = (low + high) / 2;
      if (tilted(middle).mean < newMean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return tilted((low + high) / 2);
  }

  private DiscreteScores tilted(double tilt) {
    double centre = tilt > 0 ? highest() : lowest();
    double[] weights = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      weights[i] = probabilities[i] * Math.exp(tilt * (values[i] - centre));
      sum += weights[i];
    }
    for (int i = 0; i < values.length; i++) {
      weights[i] /= sum;
    }
    return new DiscreteScores(values, weights);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiscreteScores that
        && Arrays.equals(values, that.values)
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return "DiscreteScores[values="
        + Arrays.toString(values)
        + ", probabilities="
        + Arrays.toString(probabilities)
        + "]";
  }
}
