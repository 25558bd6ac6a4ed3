package io.homeostat.statistics.text;

import java.util.BitSet;

/** The longest common subsequence of two texts: the words that both say in the same order. */
final class CommonSubsequence {
  private CommonSubsequence() {}

  /**
   * Its length, 64 rows of the table at a time (Hyyrö 2004, "Bit-parallel LCS-length computation
   * revisited").
   *
   * @param a numbers of tokens, each below {@code tokens}
   * @param b numbers of tokens, each below {@code tokens}
   * @param tokens how many different tokens there are
   */
  static int length(int[] a, int[] b, int tokens) {
    long[] rowsOf = new long[tokens];
    byte[] carries = new byte[b.length];
    int length = 0;
    for (int start = 0; start < a.length; start += Long.SIZE) {
      int rows = Math.min(Long.SIZE, a.length - start);
      for (int i = 0; i < rows; i++) {
        rowsOf[a[start + i]] |= 1L << i;
      }
      long free = -1;
      for (int j = 0; j < b.length; j++) {
        long matches = free & rowsOf[b[j]];
        long sum = free + matches + carries[j];
        carries[j] = (byte) ((free & matches | (free | matches) & ~sum) >>> Long.SIZE - 1);
        free = sum | free & ~matches;
      }
      length += Long.bitCount(~free << Long.SIZE - rows);
      for (int i = 0; i < rows; i++) {
        rowsOf[a[start + i]] = 0;
      }
    }
    return length;
  }

  /**
   * Marks the positions in {@code a} of one longest common subsequence: of several, the one that
   * walking back from both ends finds when it steps over a token of {@code a} on a tie.
   */
  static void mark(int[] a, int[] b, BitSet positions) {
    int columns = b.length;
    BitSet[] stepsOverB = new BitSet[a.length];
    int[] previous = new int[columns + 1];
    int[] current = new int[columns + 1];
    for (int i = 0; i < a.length; i++) {
      stepsOverB[i] = new BitSet(columns);
      for (int j = 0; j < columns; j++) {
        if (a[i] == b[j]) {
          current[j + 1] = previous[j] + 1;
        } else if (current[j] > previous[j + 1]) {
          current[j + 1] = current[j];
          stepsOverB[i].set(j);
        } else {
          current[j + 1] = previous[j + 1];
        }
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    int i = a.length - 1;
    int j = columns - 1;
    while (i >= 0 && j >= 0) {
      if (a[i] == b[j]) {
        positions.set(i--);
        j--;
      } else if (stepsOverB[i].get(j)) {
        j--;
      } else {
        i--;
      }
    }
  }
}
