package io.homeostat.statistics.text;

import java.util.Arrays;

/** Counts the n-grams that two sequences share, each as often as both have it. */
final class NgramMatches {
  private final PairIds ids;
  private final int[] inThis;
  private final int[] available;

  private NgramMatches(int ngrams) {
    ids = new PairIds(ngrams);
    inThis = new int[ngrams];
    available = new int[ngrams];
  }

  /**
   * Shared n-grams of orders 1 to {@code orders}, at index order − 1.
   *
   * @param reference a sequence of non-negative integers
   * @param hypothesis a sequence of non-negative integers
   */
  static int[] of(int[] reference, int[] hypothesis, int orders) {
    return ofAny(new int[][] {reference}, hypothesis, orders);
  }

  /** The same with several references: an n-gram counts as often as the one that has it most. */
  static int[] ofAny(int[][] references, int[] hypothesis, int orders) {
    int length = 0;
    int[][] expected = new int[references.length][];
    for (int r = 0; r < references.length; r++) {
      expected[r] = new int[references[r].length];
      length += references[r].length;
    }
    NgramMatches counts = new NgramMatches(length);
    int[] found = new int[hypothesis.length];
    int[] matches = new int[orders];
    for (int tail = 0; tail < orders; tail++) {
      counts.ids.clear();
      Arrays.fill(counts.available, 0);
      for (int r = 0; r < references.length; r++) {
        counts.offer(references[r], expected[r], tail);
      }
      matches[tail] = counts.take(hypothesis, found, tail);
    }
    return matches;
  }

  /** How many n-grams of an order a sequence has. */
  static int possible(int length, int order) {
    return Math.max(0, length - order + 1);
  }

  private void offer(int[] reference, int[] prefixes, int tail) {
    for (int i = 0; i + tail < reference.length; i++) {
      int id = ids.intern(prefixes[i], reference[i + tail]);
      prefixes[i] = id;
      available[id] = Math.max(available[id], ++inThis[id]);
    }
    for (int i = 0; i + tail < reference.length; i++) {
      inThis[prefixes[i]] = 0;
    }
  }

  private int take(int[] hypothesis, int[] prefixes, int tail) {
    int matches = 0;
    for (int i = 0; i + tail < hypothesis.length; i++) {
      if (prefixes[i] != PairIds.UNKNOWN) {
        int id = ids.find(prefixes[i], hypothesis[i + tail]);
        prefixes[i] = id;
        if (id != PairIds.UNKNOWN && available[id] > 0) {
          available[id]--;
          matches++;
        }
      }
    }
    return matches;
  }
}
