package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;

/**
 * Stores values of [0, 1] in 16 bits as multiples of 1/60000, so that halves, thirds, tenths and
 * rating steps stay exact and a saved state stays small.
 */
final class Quantised {
  static final int SCALE = 60_000;

  private Quantised() {}

  /** The stored form of {@code value} in [0, 1], rounded down (bounds stay conservative). */
  static char of(double value) {
    return (char) Math.floor(Require.unit("a value", value) * SCALE + 1e-6);
  }

  /** The value of a stored form. */
  static double value(char stored) {
    return stored / (double) SCALE;
  }
}
