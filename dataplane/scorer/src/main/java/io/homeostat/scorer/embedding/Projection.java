package io.homeostat.scorer.embedding;

import io.homeostat.events.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shrinks an embedding to few numbers that keep distances roughly (Johnson and Lindenstrauss 1984):
 * sums of its components with random signs, the same in every process, so that two-sample tests
 * need not carry 384 numbers.
 */
public final class Projection {
  private static final long SEED = 0x5EED;
  private static final double ROUND = 1e4;

  private Projection() {}

  /** Numbers of a vector of length 1, each with standard deviation 1 / 4, to four decimals. */
  public static List<Double> of(float[] vector) {
    SplittableRandom signs = new SplittableRandom(SEED);
    List<Double> projected = new ArrayList<>(Score.Details.PROJECTED);
    for (int row = 0; row < Score.Details.PROJECTED; row++) {
      double sum = 0;
      for (float component : vector) {
        sum += signs.nextBoolean() ? component : -component;
      }
      projected.add(Math.round(sum / Math.sqrt(Score.Details.PROJECTED) * ROUND) / ROUND);
    }
    return projected;
  }
}
