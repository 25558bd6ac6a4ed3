package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict.Outlook;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.statistics.canary.CanaryDecision.Units;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanaryOutlook;
import io.homeostat.statistics.canary.MetricEvidence;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What today's traffic allows: when a good candidate will have shown itself, and which loss would
 * be found before the deadline.
 *
 * @param before the service's traffic and spread
 * @param share of the candidate in the two arms' traffic, in (0,1)
 * @param pairsPerSecond shadowed requests that are compared; 0 in a split
 * @param nowMillis event time
 */
record Forecast(
    CanaryDefinition canary,
    Units units,
    Before before,
    double share,
    double pairsPerSecond,
    long nowMillis) {
  private static final long ENOUGH_BLOCKS = 20;
  private static final double USUAL_DEVIATION = 0.3;
  private static final double LEAST_EVIDENCE = 1e-6;
  private static final double MOST_EVIDENCE = 1e6;

  /** Of one comparison; nothing while no traffic is known. */
  Optional<Outlook> of(CanaryAnalysis analysis, CanaryMetric metric, MetricEvidence evidence) {
    double blocks = blocksPerSecond() * valued(evidence);
    double left = Math.max(0, canary.frame().deadlineMillis() - nowMillis) / 1_000.0;
    if (blocks <= 0) {
      return Optional.empty();
    }
    double deviation = deviation(analysis, evidence);
    OptionalDouble seconds = seconds(metric, evidence, deviation, blocks);
    double limit = evidence.logHarmLimit() + Math.log(canary.settings().declaredSteps());
    OptionalDouble smallest =
        new CanaryOutlook(deviation, -metric.rollbackTolerance(), limit)
            .smallestGain(evidence.blocks() + left * blocks);
    return Optional.of(
        new Outlook(
            smallest.isEmpty() ? null : Double.valueOf(smallest.getAsDouble()),
            seconds.isEmpty() ? null : Long.valueOf(Math.round(seconds.getAsDouble())),
            seconds.isPresent() && seconds.getAsDouble() <= left));
  }

  private OptionalDouble seconds(
      CanaryMetric metric, MetricEvidence evidence, double deviation, double blocks) {
    double hurdle =
        switch (metric.goal()) {
          case PromotionGoal.NotWorse notWorse -> -notWorse.margin();
          case PromotionGoal.Better better -> better.gain();
          case PromotionGoal.Nothing _ -> Double.NaN;
        };
    double needed =
        Math.max(0, canary.settings().minimumUnits() - units.smallerArm()) / smallerArmPerSecond();
    if (evidence.goalMet()) {
      return OptionalDouble.of(needed);
    }
    double missing =
        Math.clamp(evidence.logGoalLimit() - evidence.logGoal(), LEAST_EVIDENCE, MOST_EVIDENCE);
    OptionalDouble more = new CanaryOutlook(deviation, hurdle, missing).blocks(Math.abs(hurdle));
    return more.isEmpty() ? more : OptionalDouble.of(Math.max(needed, more.getAsDouble() / blocks));
  }

  /** A block takes sessions until both arms have one: 1/p + 1/(1−p) − 1 on average. */
  private double blocksPerSecond() {
    return pairsPerSecond > 0
        ? pairsPerSecond
        : before.perSecond(nowMillis) / (1 / share + 1 / (1 - share) - 1);
  }

  private double smallerArmPerSecond() {
    return pairsPerSecond > 0
        ? pairsPerSecond
        : before.perSecond(nowMillis) * Math.min(share, 1 - share);
  }

  /** Share of the units that have a value for a metric, 1 while it is not known. */
  private double valued(MetricEvidence evidence) {
    return units.control() < ENOUGH_BLOCKS
        ? 1
        : Math.min(1, evidence.controlUnits() / (double) units.control());
  }

  private double deviation(CanaryAnalysis analysis, MetricEvidence evidence) {
    if (evidence.blocks() >= ENOUGH_BLOCKS) {
      return evidence.deviation();
    }
    CanaryMeasure measure = analysis.measure();
    double ofSession =
        measure.timed()
            ? Math.sqrt(Bounds.QUANTILE * (1 - Bounds.QUANTILE))
            : measure == CanaryMeasure.ERRORS
                ? Math.sqrt(before.failures() * (1 - before.failures()))
                : measure.judged() ? before.deviation() : Double.NaN;
    return Double.isNaN(ofSession) ? USUAL_DEVIATION : Math.min(1, ofSession * Math.sqrt(2));
  }
}
