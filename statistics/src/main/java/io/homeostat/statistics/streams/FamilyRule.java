package io.homeostat.statistics.streams;

/** What is promised about the streams that are called drifted within one epoch. */
public enum FamilyRule {
  /** {@link EBenjaminiHochberg}: the expected share of false ones among them is at most α. */
  E_BH {
    @Override
    double logLimit(double[] scratch, int size, double alpha) {
      return EBenjaminiHochberg.logLimit(scratch, size, alpha);
    }
  },
  /** e-Bonferroni, e ≥ K/α: the probability of any false one is at most α. */
  E_BONFERRONI {
    @Override
    double logLimit(double[] scratch, int size, double alpha) {
      return Math.log(size / alpha);
    }
  };

  /** The ln e that a stream needs; may reorder {@code scratch}. */
  abstract double logLimit(double[] scratch, int size, double alpha);
}
