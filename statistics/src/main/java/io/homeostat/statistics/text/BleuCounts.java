package io.homeostat.statistics.text;

import java.util.List;

/**
 * What BLEU needs to know of one answer or of many: lengths and shared n-grams of orders 1 to 4,
 * which add up over a corpus.
 *
 * <p>BLEU = 100 · BP · exp(mean log p_n), p_n = shared / possible n-grams, brevity penalty BP =
 * exp(1 − r/h) when the hypothesis of h tokens is shorter than the reference of r (Papineni et al.
 * 2002). An order without a match counts 1/(2^k · possible) for the k-th such order (smoothing
 * "exp" of mteval-v13a; Chen and Cherry 2014, method 3). Equal to sacreBLEU {@code
 * tok:13a|smooth:exp}, for a sentence with {@code eff:yes}, for a corpus with {@code eff:no}.
 */
public final class BleuCounts {
  static final int ORDERS = 4;

  private final long hypothesisLength;
  private final long referenceLength;
  private final long[] shared;
  private final long[] possible;

  private BleuCounts(long hypothesisLength, long referenceLength, long[] shared, long[] possible) {
    this.hypothesisLength = hypothesisLength;
    this.referenceLength = referenceLength;
    this.shared = shared;
    this.possible = possible;
  }

  /** Counts of no answer at all, to which others are added. */
  public static BleuCounts none() {
    return new BleuCounts(0, 0, new long[ORDERS], new long[ORDERS]);
  }

  /**
   * Counts of one answer.
   *
   * @param reference what is right
   * @param hypothesis what was answered
   */
  public static BleuCounts of(String reference, String hypothesis) {
    Vocabulary vocabulary = new Vocabulary();
    int[] expected = vocabulary.ids(Tokenizer13a.tokens(reference));
    int[] found = vocabulary.ids(Tokenizer13a.tokens(hypothesis));
    return of(found.length, expected.length, NgramMatches.of(expected, found, ORDERS));
  }

  static BleuCounts of(int hypothesisLength, int referenceLength, int[] matches) {
    long[] shared = new long[ORDERS];
    long[] possible = new long[ORDERS];
    for (int i = 0; i < ORDERS; i++) {
      shared[i] = matches[i];
      possible[i] = NgramMatches.possible(hypothesisLength, i + 1);
    }
    return new BleuCounts(hypothesisLength, referenceLength, shared, possible);
  }

  /** Sentence BLEU of one answer, on 0 to 100. */
  public static double sentence(String reference, String hypothesis) {
    return of(reference, hypothesis).sentence();
  }

  /**
   * Corpus BLEU of answers and their references, on 0 to 100.
   *
   * @throws IllegalArgumentException when the lists differ in length
   */
  public static double corpus(List<String> references, List<String> hypotheses) {
    if (references.size() != hypotheses.size()) {
      throw new IllegalArgumentException(
          "each hypothesis needs a reference but there are %d and %d"
              .formatted(hypotheses.size(), references.size()));
    }
    BleuCounts sum = none();
    for (int i = 0; i < references.size(); i++) {
      sum = sum.plus(of(references.get(i), hypotheses.get(i)));
    }
    return sum.corpus();
  }

  /** Counts of both. */
  public BleuCounts plus(BleuCounts other) {
    long[] allShared = shared.clone();
    long[] allPossible = possible.clone();
    for (int i = 0; i < ORDERS; i++) {
      allShared[i] += other.shared[i];
      allPossible[i] += other.possible[i];
    }
    return new BleuCounts(
        hypothesisLength + other.hypothesisLength,
        referenceLength + other.referenceLength,
        allShared,
        allPossible);
  }

  /** BLEU over the orders that the hypothesis is long enough for, on 0 to 100. */
  public double sentence() {
    return score((int) Math.min(ORDERS, hypothesisLength));
  }

  /** BLEU over all four orders, on 0 to 100; 0 when there is no 4-gram. */
  public double corpus() {
    return possible[ORDERS - 1] == 0 ? 0 : score(ORDERS);
  }

  private double score(int orders) {
    if (shared[0] == 0) {
      return 0;
    }
    double logs = 0;
    double smoothing = 1;
    for (int i = 0; i < orders; i++) {
      double matches = shared[i];
      if (shared[i] == 0) {
        smoothing *= 2;
        matches = 1 / smoothing;
      }
      logs += Math.log(100 * matches / possible[i]);
    }
    return Math.min(100, brevityPenalty() * Math.exp(logs / orders));
  }

  private double brevityPenalty() {
    return hypothesisLength < referenceLength
        ? Math.exp(1 - (double) referenceLength / hypothesisLength)
        : 1;
  }
}
