package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Finds how many neighbouring values must be averaged until the averages are no longer
 * autocorrelated, so that a detector made for independent values may be fed with them.
 *
 * <p>Follows φ̂ of the means of blocks of 1, 2, 4, …, 256 values at once ({@link
 * LagOneCorrelation}). The block size is the smallest at which φ̂ ≤ .05, allowing for a given
 * number of standard errors of φ̂; a size with fewer than 20 blocks is not judged and counts as the
 * answer when all smaller ones fail. State: at most 450 bytes. Not thread-safe; {@link #observe}
 * allocates nothing.
 */
public final class BlockDoubling {
  /** φ̂ up to which values are fed as they are. */
  public static final double MOST_CORRELATION = 0.05;

  /** The largest block size. */
  public static final int MOST = 256;

  private static final int LEVELS = 9;

  private final LagOneCorrelation[] levels = new LagOneCorrelation[LEVELS];
  private final double[] halves = new double[LEVELS];
  private long count;

  private BlockDoubling() {
    for (int level = 0; level < LEVELS; level++) {
      levels[level] = LagOneCorrelation.start();
    }
  }

  /** Without values. */
  public static BlockDoubling start() {
    return new BlockDoubling();
  }

  /** Takes the next value, in [0, 1]. */
  public void observe(double value) {
    double mean = Require.unit("a value", value);
    long position = count++;
    for (int level = 0; level < LEVELS; level++) {
      levels[level].observe(mean);
      if ((position >> level & 1) == 0) {
        halves[level] = mean;
        return;
      }
      mean = (halves[level] + mean) / 2;
    }
  }

  /**
   * The block size that the values need.
   *
   * @param allowance standard errors by which φ̂ may exceed .05, ≥ 0: 0 takes φ̂ at its word, 1.645
   *     asks that a correlation above .05 be shown (one-sided 5 %)
   * @return 1, 2, 4, …, 256
   */
  public int blockSize(double allowance) {
    Require.within("the allowance", allowance, 0, 10);
    for (int level = 0; level < LEVELS - 1; level++) {
      LagOneCorrelation correlation = levels[level];
      double most = MOST_CORRELATION + allowance * correlation.standardError();
      if (correlation.count() < LagOneCorrelation.FEWEST || correlation.phi() <= most) {
        return 1 << level;
      }
    }
    return MOST;
  }

  /** What is known about φ of means over {@code blockSize} values, a power of 2 up to 256. */
  public LagOneCorrelation.Estimate correlation(int blockSize) {
    return levels[level(blockSize)].estimate();
  }

  static int level(int blockSize) {
    if (Integer.bitCount(Require.within("a block size", blockSize, 1, MOST)) != 1) {
      throw new IllegalArgumentException("a block size is a power of 2, not " + blockSize);
    }
    return Integer.numberOfTrailingZeros(blockSize);
  }

  /** The state as bytes (layout version 2, below 1 KiB). */
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.BLOCK_DOUBLING);
    write(out);
    return out.toBytes();
  }

  /** The levels that have values, and the halves that wait for the other. */
  void write(StateWriter out) {
    out.putCompact(count);
    for (int level = 0; level < LEVELS && count >> level > 0; level++) {
      levels[level].write(out);
      if (waits(level)) {
        out.put(halves[level]);
      }
    }
  }

  private boolean waits(int level) {
    return (count >> level & 1) == 1;
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static BlockDoubling fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.BLOCK_DOUBLING, bytes, BlockDoubling::read);
  }

  /** As {@link #write} wrote it. */
  static BlockDoubling read(StateReader in) {
    BlockDoubling state = new BlockDoubling();
    state.count = in.nextCompact();
    in.check(state.count >= 0, "count " + state.count);
    for (int level = 0; level < LEVELS && state.count >> level > 0; level++) {
      state.levels[level] = LagOneCorrelation.read(in, state.count >> level);
      if (state.waits(level)) {
        state.halves[level] = in.nextDouble();
        in.check(state.halves[level] >= 0 && state.halves[level] <= 1, "a mean of a half block");
      }
    }
    return state;
  }
}
