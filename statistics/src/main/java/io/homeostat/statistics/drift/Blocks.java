package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Turns the values of a stream into means of blocks whose length follows the block rule ({@link
 * BlockDoubling}) until the baseline is frozen, so that autocorrelated values keep the promise,
 * too.
 *
 * <p>The rule is asked when the baseline suffices for the first time, at each doubling of it, and
 * at its end. It takes a correlation for real that exceeds .05 by 1.645 standard errors: φ̂ of 100
 * independent values is above .05 in one case of four.
 */
final class Blocks {
  private static final double ALLOWANCE = 1.645;

  private BlockDoubling rule = BlockDoubling.start();
  private int size = 1;
  private int askedAt;
  private int pending;
  private double sum;
  private long startedAt;
  private boolean own;

  /** Lets the rule see a value of a stream that learns and does not drift. */
  void learn(double value) {
    if (rule != null) {
      rule.observe(value);
    }
  }

  /**
   * Adds a value to the present block.
   *
   * @param ofBaseline whether the baseline may take it
   * @return whether the block is whole
   */
  boolean add(double value, long at, boolean ofBaseline) {
    Require.unit("a value", value);
    if (pending == 0) {
      sum = 0;
      startedAt = at;
      own = true;
    }
    sum += value;
    own &= ofBaseline;
    pending = (pending + 1) % size;
    return pending == 0;
  }

  /** Mean of the block that is whole. */
  double mean() {
    return Math.min(1, sum / size);
  }

  /** Time of the first value of the present block. */
  long startedAt() {
    return startedAt;
  }

  /** Whether the baseline may take the present block. */
  boolean own() {
    return own;
  }

  /** Forgets a block that is not whole. */
  void drop() {
    pending = 0;
  }

  /** Values in a block. */
  int size() {
    return size;
  }

  /**
   * Asks the rule, if it is time, and merges the baseline into longer blocks if the rule says so.
   *
   * @return whether blocks are longer now
   */
  boolean lengthen(Baseline baseline) {
    if (rule == null || !(baseline.count() >= 2 * askedAt || baseline.frozen())) {
      return false;
    }
    askedAt = baseline.count();
    int wanted = Math.max(size, rule.blockSize(ALLOWANCE));
    boolean longer = wanted > size;
    for (; size < wanted; size *= 2) {
      baseline.mergePairs();
    }
    if (longer) {
      drop();
      askedAt = baseline.count();
    }
    if (baseline.frozen()) {
      rule = null;
    }
    return longer;
  }

  void write(StateWriter out) {
    out.putCompact(size).putCompact(askedAt).putCompact(pending).put(sum).putCompact(startedAt);
    out.put(own).put(rule != null);
    if (rule != null) {
      rule.write(out);
    }
  }

  static Blocks read(StateReader in) {
    Blocks blocks = new Blocks();
    blocks.size = in.nextCount(BlockDoubling.MOST);
    blocks.askedAt = in.nextCount(Integer.MAX_VALUE);
    blocks.pending = in.nextCount(BlockDoubling.MOST);
    blocks.sum = in.nextDouble();
    blocks.startedAt = in.nextCompact();
    blocks.own = in.nextBoolean();
    blocks.rule = in.nextBoolean() ? BlockDoubling.read(in) : null;
    BlockDoubling.level(blocks.size);
    in.check(blocks.pending < blocks.size, "its place in the block");
    in.check(blocks.sum >= 0 && blocks.sum <= blocks.size, "its sum");
    return blocks;
  }
}
