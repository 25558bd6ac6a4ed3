package io.homeostat.invariant;

/**
 * What a check found.
 *
 * @param passed null when the check has nothing to say
 * @param missing why it has nothing to say; null when it has
 */
public record Finding(Boolean passed, String missing) {
  static Finding of(boolean passed) {
    return new Finding(passed, null);
  }

  static Finding missing(String reason) {
    return new Finding(null, reason);
  }
}
