package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.CanonicalJson;

/**
 * Names of objects made for another: readable, equal for equal owners, and never longer than a
 * label value may be.
 */
public final class ChildName {
  private static final int LONGEST = 63;
  private static final int DIGITS = 8;

  private ChildName() {}

  /** Returns {@code <owner>-<suffix>}; a long owner is cut and told apart by a digest. */
  public static String of(String owner, String suffix) {
    String whole = owner + "-" + suffix;
    if (whole.length() <= LONGEST) {
      return whole;
    }
    String digest = CanonicalJson.sha256(owner).substring(0, DIGITS);
    return owner.substring(0, LONGEST - suffix.length() - DIGITS - 2) + "-" + digest + "-" + suffix;
  }
}
