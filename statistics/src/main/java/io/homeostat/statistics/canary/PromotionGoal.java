package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;

/** What a metric must show before a candidate may be promoted. */
public sealed interface PromotionGoal {

  /**
   * Not worse than stable by more than a margin: rejects H0 E D ≤ −margin.
   *
   * @param margin δ1 in (0, 1)
   */
  record NotWorse(double margin) implements PromotionGoal {
    /** Checks the range. */
    public NotWorse {
      Require.between("the margin of a metric", margin, 0, 1);
    }
  }

  /**
   * Better than stable by more than a gain, as a repair must be on the capability that drifted:
   * rejects H0 E D ≤ gain.
   *
   * @param gain g in [0, 1), for a repair half of the measured drop
   */
  record Better(double gain) implements PromotionGoal {
    /** Checks the range. */
    public Better {
      Require.within("the gain of a metric", gain, 0, Math.nextDown(1.0));
    }
  }

  /** Nothing: the metric can roll back and is reported, but promotion does not wait for it. */
  record Nothing() implements PromotionGoal {}
}
