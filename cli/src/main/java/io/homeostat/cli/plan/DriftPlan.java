package io.homeostat.cli.plan;

import io.homeostat.statistics.charts.ChartBaseline;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.charts.runlength.CusumRunLength;
import io.homeostat.statistics.charts.runlength.EstimatedBaseline;
import io.homeostat.statistics.charts.runlength.EwmaRunLength;
import io.homeostat.statistics.charts.runlength.ExactRunLength;
import io.homeostat.statistics.charts.runlength.LimitSearch;
import io.homeostat.statistics.charts.runlength.RulesRunLength;
import io.homeostat.statistics.charts.runlength.ShewhartRunLength;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code plan drift} was asked, complete: every default is filled in except the limit.
 *
 * @param rules run rules; empty for detectors without
 * @param lambda weight of the newest value in an EWMA
 * @param k reference value of a CUSUM
 * @param timeVarying whether an EWMA's limits are those of each value
 * @param averageRunLength wanted average run length without a change
 * @param baseline values that the baseline is estimated from; empty when it is known
 * @param scores how scores are distributed without a change
 * @param correlation lag-1 autocorrelation
 * @param tolerance what e-SR leaves below the baseline's mean
 */
record DriftPlan(
    DriftDetector detector,
    Set<ChartRule> rules,
    double lambda,
    double k,
    boolean timeVarying,
    double averageRunLength,
    OptionalInt baseline,
    ScoreDistribution scores,
    double correlation,
    double tolerance) {
  /** Probability with which the bound of an estimated baseline may be wrong, for e-sr. */
  static final double BOUND_LEVEL = 0.01;

  private static final double COVERAGE = 0.9;
  private static final double LEAST_LIMIT = 0.05;
  private static final double MOST_LIMIT = 100;

  /**
   * A limit and where it is from.
   *
   * @param value in the detector's own unit
   * @param source a few words
   */
  record Limit(double value, String source) {}

  /** The limit for the wanted run length. */
  Limit limit() {
    if (detector == DriftDetector.E_SR) {
      return new Limit(averageRunLength, "guarantees that average run length for any scores");
    }
    if (detector == DriftDetector.RANK_CUSUM) {
      return new Limit(forKnown(NormalScores.STANDARD), "of a CUSUM of normal values");
    }
    if (baseline.isPresent()) {
      double limit =
          new EstimatedBaseline(baseline.getAsInt())
              .guaranteedLimit(COVERAGE, averageRunLength, this::normalTheory);
      return new Limit(
          limit,
          "90 % of monitors with such a baseline have at least ARL "
              + PlanFormat.plain(averageRunLength)
              + " (normal theory)");
    }
    boolean anyScores = hasExactForAnyScores();
    double limit = forKnown(anyScores ? scores : NormalScores.STANDARD);
    return new Limit(
        limit,
        "for ARL "
            + PlanFormat.plain(averageRunLength)
            + (anyScores || scores instanceof NormalScores ? "" : " of normal scores"));
  }

  private double forKnown(ScoreDistribution of) {
    return LimitSearch.atLeast(
        averageRunLength, LEAST_LIMIT, MOST_LIMIT, limit -> exact(limit, of, of));
  }

  /** Whether {@link #exact} knows the run length of this plan at all. */
  boolean hasExact() {
    boolean byRules = rules.stream().allMatch(ChartRule::isZoneRule);
    boolean detectorHas =
        byRules && detector != DriftDetector.RANK_CUSUM && detector != DriftDetector.E_SR;
    boolean normal = scores instanceof NormalScores;
    boolean scoresHave = normal || (baseline.isEmpty() && hasExactForAnyScores());
    return detectorHas && scoresHave && correlation == 0;
  }

  private boolean hasExactForAnyScores() {
    return detector == DriftDetector.SHEWHART
        || (detector.hasRules() && rules.stream().allMatch(ChartRule::isZoneRule));
  }

  /** The exact average run length; only when {@link #hasExact}. */
  double exact(double limit, ScoreDistribution now) {
    if (baseline.isPresent()) {
      return new EstimatedBaseline(baseline.getAsInt())
          .average(normalTheory(limit), (NormalScores) now);
    }
    return exact(limit, scores, now);
  }

  private double exact(double limit, ScoreDistribution before, ScoreDistribution now) {
    ChartBaseline known = new ChartBaseline(before.mean(), before.deviation());
    return switch (normalTheory(limit)) {
      case ShewhartRunLength chart -> chart.ofScores(now, known);
      case RulesRunLength chart -> chart.ofScores(now, known);
      case ExactRunLength chart -> chart.of((NormalScores) now, known);
    };
  }

  private ExactRunLength normalTheory(double limit) {
    return switch (detector) {
      case SHEWHART -> new ShewhartRunLength(limit);
      case WESTERN_ELECTRIC, NELSON -> RulesRunLength.of(rules, limit);
      case EWMA -> new EwmaRunLength(lambda, limit, timeVarying);
      case CUSUM, RANK_CUSUM -> new CusumRunLength(k, limit);
      case E_SR -> throw new IllegalArgumentException("e-sr has no exact run length");
    };
  }
}
