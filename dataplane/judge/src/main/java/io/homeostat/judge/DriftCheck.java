package io.homeostat.judge;

import io.homeostat.events.JudgeVerdict.Drift;
import io.homeostat.events.JudgeVerdict.Frozen;
import io.homeostat.statistics.agreement.SignFlipTest;
import java.util.Map;

/**
 * Tells whether a judge scores its frozen items otherwise than when it was first calibrated: one
 * exact sign-flip test for each dimension, so that an unchanged judge, however noisy, is called
 * drifted in at most {@value #ERROR_RATE} of the checks.
 */
public final class DriftCheck {
  /** Share of checks of an unchanged judge that may call it drifted. */
  public static final double ERROR_RATE = 0.001;

  private DriftCheck() {}

  /**
   * Compares with the first calibration.
   *
   * @param first null when there is none on these inputs
   * @param now dimension → one digit per item, 0 for one that was not scored
   * @return null when there is nothing to compare
   */
  public static Drift compare(Frozen first, Map<String, String> now) {
    Drift worst = null;
    if (first != null) {
      for (var dimension : now.entrySet()) {
        String before = first.scores().get(dimension.getKey());
        if (before != null && before.length() == dimension.getValue().length()) {
          Drift found =
              compare(dimension.getKey(), before, dimension.getValue(), now.size(), first);
          worst = worst == null || found.pValue() < worst.pValue() ? found : worst;
        }
      }
    }
    return worst;
  }

  private static Drift compare(
      String dimension, String before, String after, int dimensions, Frozen first) {
    int[] differences = new int[before.length()];
    int compared = 0;
    int sum = 0;
    for (int i = 0; i < differences.length; i++) {
      if (before.charAt(i) != '0' && after.charAt(i) != '0') {
        differences[i] = after.charAt(i) - before.charAt(i);
        sum += differences[i];
        compared++;
      }
    }
    double p = Math.min(1, dimensions * SignFlipTest.pValue(differences));
    return new Drift(
        p <= ERROR_RATE,
        dimension,
        compared == 0 ? 0 : sum / (double) compared,
        p,
        first.atMillis());
  }
}
