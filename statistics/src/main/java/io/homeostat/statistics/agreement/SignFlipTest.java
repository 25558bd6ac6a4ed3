package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Require;

/**
 * Whether two ratings of the same items by one rater differ on the whole: the exact sign-flip test
 * of whole-number differences.
 *
 * <p>When nothing changed, each difference is as likely to have the other sign, whatever the items
 * and however noisy the rater. The p-value is the share of the 2^n sign patterns whose sum is at
 * least as far from 0 as the one seen, counted exactly by adding one item at a time (Fisher 1935;
 * Pitman 1937).
 */
public final class SignFlipTest {
  private static final int LARGEST = 1_000;

  private SignFlipTest() {}

  /**
   * The two-sided p-value; 1 when no item differs.
   *
   * @param differences later − earlier rating of each item, within ±1000
   */
  public static double pValue(int[] differences) {
    int sum = 0;
    int reach = 0;
    for (int difference : differences) {
      sum += Require.within("a difference", difference, -LARGEST, LARGEST);
      reach += Math.abs(difference);
    }
    double[] share = new double[2 * reach + 1];
    share[reach] = 1;
    for (int difference : differences) {
      if (difference != 0) {
        share = added(share, Math.abs(difference));
      }
    }
    double p = 0;
    for (int i = 0; i < share.length; i++) {
      p += Math.abs(i - reach) >= Math.abs(sum) ? share[i] : 0;
    }
    return Math.min(1, p);
  }

  /** The distribution of a sum to which ±{@code step} was added. */
  private static double[] added(double[] share, int step) {
    double[] next = new double[share.length];
    for (int i = 0; i < share.length; i++) {
      if (share[i] > 0) {
        next[i - step] += share[i] / 2;
        next[i + step] += share[i] / 2;
      }
    }
    return next;
  }
}
