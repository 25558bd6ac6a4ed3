package io.homeostat.statistics.text;

import java.util.Arrays;

/**
 * Numbers pairs of non-negative integers from 0 in the order of first sight.
 *
 * <p>An n-gram is the pair of an (n−1)-gram and a token; numbering pairs order by order gives every
 * n-gram a number of its own, without collisions and without building its text.
 */
final class PairIds {
  /** The number of a pair that was never numbered. */
  static final int UNKNOWN = -1;

  private static final long EMPTY = -1;

  private long[] pairs;
  private int[] ids;
  private int size;

  /**
   * Starts empty.
   *
   * @param expected how many pairs are likely; more only cost time
   */
  PairIds(int expected) {
    int capacity = Integer.highestOneBit(Math.max(expected, 4)) * 4;
    pairs = new long[capacity];
    ids = new int[capacity];
    clear();
  }

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(pairs, EMPTY);
    size = 0;
  }

  /** The number of a pair, a new one when it is seen for the first time. */
  int intern(int first, int second) {
    long pair = pair(first, second);
    int slot = slot(pair);
    if (pairs[slot] == pair) {
      return ids[slot];
    }
    if (size >= pairs.length / 2) {
      grow();
      slot = slot(pair);
    }
    pairs[slot] = pair;
    ids[slot] = size;
    return size++;
  }

  /** The number of a pair, or {@link #UNKNOWN}. */
  int find(int first, int second) {
    long pair = pair(first, second);
    int slot = slot(pair);
    return pairs[slot] == pair ? ids[slot] : UNKNOWN;
  }

  private static long pair(int first, int second) {
    return (long) first << 32 | second;
  }

  private int slot(long pair) {
    int mask = pairs.length - 1;
    int slot = (int) (Mix.bits(pair) & mask);
    while (pairs[slot] != EMPTY && pairs[slot] != pair) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldPairs = pairs;
    int[] oldIds = ids;
    pairs = new long[oldPairs.length * 2];
    ids = new int[oldIds.length * 2];
    Arrays.fill(pairs, EMPTY);
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldPairs[i] != EMPTY) {
        int slot = slot(oldPairs[i]);
        pairs[slot] = oldPairs[i];
        ids[slot] = oldIds[i];
      }
    }
  }
}
