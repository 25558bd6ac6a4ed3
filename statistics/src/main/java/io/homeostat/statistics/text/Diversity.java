package io.homeostat.statistics.text;

import io.homeostat.statistics.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much answers differ from each other: a model that collapses says the same to everyone. Tokens
 * are those of BLEU (mteval-v13a).
 */
public final class Diversity {
  private Diversity() {}

  /**
   * Distinct-n: different n-grams divided by all n-grams of the answers (Li et al. 2016, "A
   * Diversity-Promoting Objective Function for Neural Conversation Models").
   *
   * @param n the order, in [1, 9]
   * @return in (0, 1]; NaN when no answer has n tokens
   */
  public static double distinct(List<String> answers, int n) {
    Require.within("n", n, 1, 9);
    int[][] texts = tokens(answers);
    int[][] ids = new int[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      ids[i] = new int[texts[i].length];
    }
    PairIds pairs = new PairIds(IntStream.range(0, texts.length).map(i -> texts[i].length).sum());
    long all = 0;
    for (int order = 1; order <= n; order++) {
      pairs.clear();
      all = 0;
      for (int i = 0; i < texts.length; i++) {
        int possible = NgramMatches.possible(texts[i].length, order);
        for (int at = 0; at < possible; at++) {
          ids[i][at] = pairs.intern(ids[i][at], texts[i][at + order - 1]);
        }
        all += possible;
      }
    }
    return all == 0 ? Double.NaN : (double) pairs.size() / all;
  }

  /**
   * Self-BLEU: the mean sentence BLEU of each answer with all others as its references (Zhu et al.
   * 2018, "Texygen"); high when the answers are alike. An n-gram counts as often as the reference
   * that has it most; the brevity penalty takes the reference of the closest length, of two the
   * shorter. Time grows with the square of the number of answers.
   *
   * @return on 0 to 100
   * @throws IllegalArgumentException for fewer than two answers
   */
  public static double selfBleu(List<String> answers) {
    Require.atLeast("answers", answers.size(), 2);
    int[][] texts = tokens(answers);
    double sum = 0;
    for (int i = 0; i < texts.length; i++) {
      int[] text = texts[i];
      int[] matches = NgramMatches.ofAny(others(texts, i), text, BleuCounts.ORDERS);
      sum += BleuCounts.of(text.length, closestLength(texts, i), matches).sentence();
    }
    return sum / texts.length;
  }

  private static int[][] tokens(List<String> answers) {
    Vocabulary vocabulary = new Vocabulary();
    return answers.stream()
        .map(answer -> vocabulary.ids(Tokenizer13a.tokens(answer)))
        .toArray(int[][]::new);
  }

  private static int[][] others(int[][] texts, int left) {
    return IntStream.range(0, texts.length)
        .filter(i -> i != left)
        .mapToObj(i -> texts[i])
        .toArray(int[][]::new);
  }

  private static int closestLength(int[][] texts, int of) {
    int length = texts[of].length;
    int closest = -1;
    for (int i = 0; i < texts.length; i++) {
      int distance = Math.abs(texts[i].length - length);
      int best = Math.abs(closest - length);
      boolean closer = distance < best || distance == best && texts[i].length < closest;
      if (i != of && (closest < 0 || closer)) {
        closest = texts[i].length;
      }
    }
    return closest;
  }
}
