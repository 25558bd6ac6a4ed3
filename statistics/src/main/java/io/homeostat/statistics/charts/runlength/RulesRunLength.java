package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.charts.RuleChain;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.Arrays;
import java.util.Set;

/**
 * Average run length of {@link io.homeostat.statistics.charts.RunRulesChart} with zone rules, for
 * any distribution: μ = (I − Q)⁻¹·1 over the transient states of the rules' Markov chain. Source:
 * Champ and Woodall, Exact results for Shewhart control charts with supplementary runs rules
 * (1987).
 */
public final class RulesRunLength implements ExactRunLength {
  private final RuleChain chain;
  private final double limit;

  private RulesRunLength(RuleChain chain, double limit) {
    this.chain = chain;
    this.limit = Require.within("a control limit", limit, 1e-6, 1_000);
  }

  /**
   * For a set of rules.
   *
   * @param rules at least one, all zone rules
   * @param limit border of zone A in σ; by convention 3
   */
  public static RulesRunLength of(Set<ChartRule> rules, double limit) {
    return new RulesRunLength(RuleChain.of(rules), limit);
  }

  /** The same rules with other borders. */
  public RulesRunLength withLimit(double newLimit) {
    return new RulesRunLength(chain, newLimit);
  }

  @Override
  public double of(NormalScores scores, ChartBaseline baseline) {
    return ofScores(scores, baseline);
  }

  /**
   * As {@link #of(NormalScores, ChartBaseline)} for any scores.
   *
   * @return infinite when the scores can never signal
   */
  public double ofScores(ScoreDistribution scores, ChartBaseline baseline) {
    double[] p = ZoneProbabilities.of(scores, baseline, limit);
    int n = chain.size();
    if (!signalIsPossible(p)) {
      return Double.POSITIVE_INFINITY;
    }
    double[][] a = new double[n][n];
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    for (int state = 0; state < n; state++) {
      a[state][state] = 1;
      for (int zone = 0; zone < p.length; zone++) {
        int target = chain.target(state, zone);
        if (target != RuleChain.SIGNAL) {
          a[state][target] -= p[zone];
        }
      }
    }
    return LinearSystem.runLength(LinearSystem.solve(a, ones)[0]);
  }

  /** Whether a signal can be reached from the start through zones of positive probability. */
  private boolean signalIsPossible(double[] p) {
    boolean[] seen = new boolean[chain.size()];
    int[] queue = new int[chain.size()];
    int size = 1;
    seen[0] = true;
    for (int head = 0; head < size; head++) {
      for (int zone = 0; zone < p.length; zone++) {
        if (p[zone] <= 0) {
          continue;
        }
        int target = chain.target(queue[head], zone);
        if (target == RuleChain.SIGNAL) {
          return true;
        }
        if (!seen[target]) {
          seen[target] = true;
          queue[size++] = target;
        }
      }
    }
    return false;
  }
}
