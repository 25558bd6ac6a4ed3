package io.homeostat.statistics.samples;

import io.homeostat.statistics.Require;
import java.util.OptionalDouble;

/** What a test says about two samples; "cannot be tested" is an answer of its own. */
public sealed interface Comparison {

  /** How a p-value was found. */
  enum Method {
    /** Over all splits of the pooled values, or a closed recursion for continuous values. */
    EXACT,
    /** Over all splits of the pooled values, their ties kept. */
    EXACT_GIVEN_TIES,
    /** By the limit law for large samples. */
    ASYMPTOTIC,
    /** Over random splits of the pooled values: (1 + b)/(1 + B). */
    PERMUTATION
  }

  /**
   * A statistic with its evidence.
   *
   * @param statistic as its test defines it
   * @param pValue probability in (0, 1] of a statistic at least as far out when both samples come
   *     from one distribution
   * @param limit what the statistic must exceed to be significant at the level asked for; empty for
   *     tests that take no level
   * @param method how the p-value was found
   * @param reference values of the reference sample
   * @param current values of the current sample
   * @param tied values that equal at least one other of the pooled values
   */
  record Tested(
      double statistic,
      double pValue,
      OptionalDouble limit,
      Method method,
      int reference,
      int current,
      int tied)
      implements Comparison {
    /** Rejects NaN and p-values that are no probabilities. */
    public Tested {
      Require.within("a statistic", statistic, -Double.MAX_VALUE, Double.MAX_VALUE);
      Require.unit("a p-value", pValue);
    }

    /**
     * Whether the samples differ at a level.
     *
     * @param alpha in (0, 0.5]
     */
    public boolean differs(double alpha) {
      Require.within("the level of a test", alpha, Double.MIN_NORMAL, 0.5);
      return pValue <= alpha;
    }
  }

  /**
   * Too few values.
   *
   * @param reference values of the reference sample
   * @param current values of the current sample
   * @param needed the fewest that each sample needs, as far as these values can tell
   */
  record NotEnoughData(int reference, int current, int needed) implements Comparison {}
}
