package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * One metric of a canary from its units to its evidence: blocks, harm, promotion goal and effect.
 *
 * <p>State: at most 304 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
final class MetricComparison {
  private final CanaryMetric metric;
  private final double alpha;
  private final double harmLimit;
  private final double goalLimit;
  private BlockBuilder block = new BlockBuilder();
  private LateHarmProcess harm;
  private BettingProcess goal;
  private DifferenceSequence effect;
  private long controlUnits;
  private long candidateUnits;

  MetricComparison(CanaryMetric metric, CanarySettings settings) {
    this.metric = metric;
    this.alpha = settings.alpha();
    this.harmLimit = -Math.log(alpha * metric.weight());
    this.goalLimit = -Math.log(alpha);
    this.harm = LateHarmProcess.declare(metric.rollbackTolerance(), settings.declaredSteps());
    this.effect = DifferenceSequence.tightestAt(settings.minimumUnits());
    this.goal =
        switch (metric.goal()) {
          case PromotionGoal.NotWorse notWorse -> BettingProcess.above(-notWorse.margin(), -1, 1);
          case PromotionGoal.Better better -> BettingProcess.above(better.gain(), -1, 1);
          case PromotionGoal.Nothing _ -> null;
        };
  }

  void observe(Arm arm, double value) {
    double difference = block.observe(arm, value);
    switch (arm) {
      case CONTROL -> controlUnits++;
      case CANDIDATE -> candidateUnits++;
    }
    if (!Double.isNaN(difference)) {
      add(difference);
    }
  }

  void observePair(double candidate, double control) {
    add(Require.unit("a value", candidate) - Require.unit("a value", control));
    controlUnits++;
    candidateUnits++;
  }

  private void add(double difference) {
    harm.observe(difference);
    effect.observe(difference);
    if (goal != null) {
      goal.observe(difference);
    }
  }

  void dropBlock() {
    block.drop();
  }

  void enterStep(int step) {
    harm.enterStep(step);
  }

  boolean harmful() {
    return harm.logPeak() >= harmLimit;
  }

  boolean goalMet() {
    return goal == null || goal.logEvidence() >= goalLimit;
  }

  MetricEvidence evidence() {
    return new MetricEvidence(
        metric.name(),
        effect.interval(alpha),
        effect.count(),
        controlUnits,
        candidateUnits,
        harm.logPeak(),
        harmLimit,
        harmful(),
        goal == null ? 0 : goal.logEvidence(),
        goalLimit,
        goalMet(),
        effect.deviation());
  }

  byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.METRIC_COMPARISON)
            .put(block.toBytes())
            .put(harm.toBytes())
            .put(effect.toBytes())
            .put(controlUnits)
            .put(candidateUnits)
            .put(goal != null);
    if (goal != null) {
      out.put(goal.toBytes());
    }
    return out.toBytes();
  }

  static MetricComparison fromBytes(CanaryMetric metric, CanarySettings settings, byte[] bytes) {
    return StateReader.read(StateKind.METRIC_COMPARISON, bytes, in -> read(metric, settings, in));
  }

  private static MetricComparison read(
      CanaryMetric metric, CanarySettings settings, StateReader in) {
    MetricComparison comparison = new MetricComparison(metric, settings);
    comparison.block = BlockBuilder.fromBytes(in.nextBytes());
    comparison.harm = LateHarmProcess.fromBytes(in.nextBytes());
    comparison.effect = DifferenceSequence.fromBytes(in.nextBytes());
    comparison.controlUnits = Require.atLeast("a count", in.nextLong(), 0);
    comparison.candidateUnits = Require.atLeast("a count", in.nextLong(), 0);
    boolean hasGoal = in.nextBoolean();
    in.check(hasGoal == (comparison.goal != null), "it was written for another goal");
    if (hasGoal) {
      comparison.goal = BettingProcess.fromBytes(in.nextBytes());
    }
    return comparison;
  }
}
