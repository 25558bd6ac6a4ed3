package io.homeostat.statistics.paired;

import io.homeostat.statistics.Require;

/**
 * How many items an evaluation needs so that its gates can pass, because a gate with too few items
 * is inconclusive whatever the candidate is worth.
 *
 * <p>Per capability n = (z_{1−α} + z_{power})²·share/margin² items, with which a candidate that is
 * as good as stable shows a loss below the margin with the given power, and at least ⌈ln(α/2)/ln(1
 * − margin)⌉, below which not even items that all agree show it. An evaluation passes only when
 * every capability passes; as if they were independent, that happens with probability
 * power^capabilities.
 *
 * @param margin largest loss that passes, in (0, 1)
 * @param discordance share of items on which the two releases differ, in (0, 1]
 * @param capabilities gates that must all pass, ≥ 1
 * @param alpha one-sided error probability per gate, in (0, 0.5]
 * @param power probability that an equal candidate passes one gate, in [0.5, 1)
 */
public record EvaluationPlan(
    double margin, double discordance, int capabilities, double alpha, double power) {
  /** Checks the ranges. */
  public EvaluationPlan {
    Require.between("the margin", margin, 0, 1);
    Require.within("the discordance", discordance, Double.MIN_NORMAL, 1);
    Require.within("the number of capabilities", capabilities, 1, 1_000_000);
    Require.within("alpha", alpha, Double.MIN_NORMAL, 0.5);
    Require.within("the power", power, 0.5, Math.nextDown(1.0));
  }

  /** Items per capability. */
  public int itemsPerCapability() {
    return items(power);
  }

  /** Items of all capabilities. */
  public long items() {
    return (long) capabilities * itemsPerCapability();
  }

  /** Probability that an equal candidate passes all capabilities with so many items. */
  public double chanceThatAllPass() {
    return Math.pow(power, capabilities);
  }

  /** Items per capability with which all of them pass together with probability {@code power}. */
  public int itemsPerCapabilityForAll() {
    return items(Math.pow(power, 1.0 / capabilities));
  }

  private int items(double each) {
    int tested =
        FixedHorizonTest.differencesNeeded(
            Math.sqrt(discordance), margin, alpha, Math.min(each, Math.nextDown(1.0)));
    double agreeing = Math.ceil(Math.log(alpha / 2) / Math.log1p(-margin));
    return (int) Math.max(tested, Math.min(agreeing, Integer.MAX_VALUE));
  }
}
