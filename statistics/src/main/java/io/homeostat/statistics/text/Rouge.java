package io.homeostat.statistics.text;

import io.homeostat.statistics.Require;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Compares an answer with its reference by the words that both have: ROUGE (Lin 2004, "ROUGE: A
 * Package for Automatic Evaluation of Summaries"), equal to Google's rouge_score 0.1.2.
 *
 * <p>Words are the runs of [a-z0-9] of the lower-cased text; with stemming, those of more than
 * three letters are cut down to their stem. Text without Latin letters and digits has no words and
 * scores 0. Immutable; memory and time grow with both lengths, {@link #longestCommonSubsequence}
 * and {@link #summary} with their product.
 */
public final class Rouge {
  private final int[][] referenceLines;
  private final int[][] hypothesisLines;
  private final int[] reference;
  private final int[] hypothesis;
  private final int words;

  private Rouge(int[][] referenceLines, int[][] hypothesisLines, int words) {
    this.referenceLines = referenceLines;
    this.hypothesisLines = hypothesisLines;
    this.reference = joined(referenceLines);
    this.hypothesis = joined(hypothesisLines);
    this.words = words;
  }

  /**
   * Splits both texts into words.
   *
   * @param reference what is right
   * @param hypothesis what was answered
   * @param stem whether words of one stem are the same
   */
  public static Rouge of(String reference, String hypothesis, boolean stem) {
    Vocabulary vocabulary = new Vocabulary();
    int[][] expected = lines(reference, stem, vocabulary);
    int[][] found = lines(hypothesis, stem, vocabulary);
    return new Rouge(expected, found, vocabulary.size());
  }

  private static int[][] lines(String text, boolean stem, Vocabulary vocabulary) {
    return Arrays.stream(text.split("\n"))
        .map(line -> vocabulary.ids(Tokens.of(line, stem)))
        .filter(ids -> ids.length > 0)
        .toArray(int[][]::new);
  }

  private static int[] joined(int[][] lines) {
    return lines.length == 1
        ? lines[0]
        : Arrays.stream(lines).flatMapToInt(Arrays::stream).toArray();
  }

  /** How many words the reference has; without any, ROUGE says nothing of the answer. */
  public int referenceLength() {
    return reference.length;
  }

  /**
   * ROUGE-n: the n-grams of words that both have.
   *
   * @param n the order, in [1, 9]
   */
  public Overlap ngrams(int n) {
    Require.within("n", n, 1, 9);
    return Overlap.of(
        NgramMatches.of(reference, hypothesis, n)[n - 1],
        NgramMatches.possible(hypothesis.length, n),
        NgramMatches.possible(reference.length, n));
  }

  /** ROUGE-L: the words that both have in the same order, over the whole text. */
  public Overlap longestCommonSubsequence() {
    return Overlap.of(
        CommonSubsequence.length(reference, hypothesis, words),
        hypothesis.length,
        reference.length);
  }

  /**
   * ROUGE-Lsum: for each line of the reference the union of what it shares with each line of the
   * answer; a word counts at most as often as both texts have it.
   */
  public Overlap summary() {
    int[] inReference = counts(reference);
    int[] inHypothesis = counts(hypothesis);
    int shared = 0;
    for (int[] expected : referenceLines) {
      BitSet union = new BitSet(expected.length);
      for (int[] found : hypothesisLines) {
        CommonSubsequence.mark(expected, found, union);
      }
      for (int i = union.nextSetBit(0); i >= 0; i = union.nextSetBit(i + 1)) {
        int word = expected[i];
        if (inReference[word] > 0 && inHypothesis[word] > 0) {
          inReference[word]--;
          inHypothesis[word]--;
          shared++;
        }
      }
    }
    return Overlap.of(shared, hypothesis.length, reference.length);
  }

  private int[] counts(int[] text) {
    int[] counts = new int[words];
    for (int word : text) {
      counts[word]++;
    }
    return counts;
  }
}
