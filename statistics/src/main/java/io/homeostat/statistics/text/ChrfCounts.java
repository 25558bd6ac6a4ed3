package io.homeostat.statistics.text;

import io.homeostat.statistics.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * What chrF needs to know of one answer or of many: shared n-grams of characters and words, which
 * add up over a corpus.
 *
 * <p>chrF = 100 · F_β with β = 2 of the mean precision and the mean recall over character n-grams
 * of orders 1 to 6, white space removed (Popović 2015); chrF++ adds word n-grams of orders 1 and 2
 * (Popović 2017). Orders that one of the texts is too short for are left out. Equal to sacreBLEU's
 * {@code chrF2} and {@code chrF2++}: {@code eff:yes|nc:6|nw:0} or {@code nw:2}, {@code space:no}.
 */
public final class ChrfCounts {
  private static final int CHARACTER_ORDERS = 6;
  private static final int WORD_ORDERS = 2;
  private static final double RECALL_WEIGHT = 4;

  private final long[] hypothesis;
  private final long[] reference;
  private final long[] shared;

  private ChrfCounts(long[] hypothesis, long[] reference, long[] shared) {
    this.hypothesis = hypothesis;
    this.reference = reference;
    this.shared = shared;
  }

  /** Counts of one answer for chrF2. */
  public static ChrfCounts characters(String reference, String hypothesis) {
    return of(reference, hypothesis, 0);
  }

  /** Counts of one answer for chrF2++. */
  public static ChrfCounts charactersAndWords(String reference, String hypothesis) {
    return of(reference, hypothesis, WORD_ORDERS);
  }

  private static ChrfCounts of(String reference, String hypothesis, int wordOrders) {
    int orders = CHARACTER_ORDERS + wordOrders;
    ChrfCounts counts = new ChrfCounts(new long[orders], new long[orders], new long[orders]);
    counts.fill(0, CHARACTER_ORDERS, letters(reference), letters(hypothesis));
    if (wordOrders > 0) {
      Vocabulary vocabulary = new Vocabulary();
      int[] expected = vocabulary.ids(words(reference));
      int[] found = vocabulary.ids(words(hypothesis));
      counts.fill(CHARACTER_ORDERS, wordOrders, expected, found);
    }
    return counts;
  }

  private void fill(int at, int orders, int[] expected, int[] found) {
    int[] matches = NgramMatches.of(expected, found, orders);
    for (int i = 0; i < orders; i++) {
      reference[at + i] = NgramMatches.possible(expected.length, i + 1);
      // an order that the reference is too short for says nothing of the hypothesis
      hypothesis[at + i] = reference[at + i] == 0 ? 0 : NgramMatches.possible(found.length, i + 1);
      shared[at + i] = matches[i];
    }
  }

  /**
   * Counts of both.
   *
   * @throws IllegalArgumentException when one counts words and the other does not
   */
  public ChrfCounts plus(ChrfCounts other) {
    Require.within("orders", other.shared.length, shared.length, shared.length);
    return new ChrfCounts(
        sum(hypothesis, other.hypothesis),
        sum(reference, other.reference),
        sum(shared, other.shared));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** chrF2 or chrF2++, on 0 to 100. */
  public double score() {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int i = 0; i < shared.length; i++) {
      if (hypothesis[i] > 0 && reference[i] > 0) {
        precision += (double) shared[i] / hypothesis[i];
        recall += (double) shared[i] / reference[i];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    double f = (1 + RECALL_WEIGHT) * precision * recall / (RECALL_WEIGHT * precision + recall);
    return Math.min(100, 100 * f);
  }

  private static int[] letters(String text) {
    return text.codePoints()
        .filter(c -> !Character.isBmpCodePoint(c) || !WhiteSpace.is((char) c))
        .toArray();
  }

  /** Words with one ASCII punctuation mark at their end, or else at their start, set apart. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : WhiteSpace.split(text)) {
      int last = word.length() - 1;
      if (last > 0 && AsciiPunctuation.is(word.charAt(last))) {
        words.add(word.substring(0, last));
        words.add(word.substring(last));
      } else if (last > 0 && AsciiPunctuation.is(word.charAt(0))) {
        words.add(word.substring(0, 1));
        words.add(word.substring(1));
      } else {
        words.add(word);
      }
    }
    return words;
  }
}
