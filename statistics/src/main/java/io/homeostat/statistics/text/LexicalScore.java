package io.homeostat.statistics.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares an answer with its reference word by word: the cheap, model-free part of a score.
 *
 * <p>Exact match: equal after trimming and collapsing white space. The others compare tokens
 * ([a-z0-9]+ of the lower-cased text, no stemming). Token F1: overlap of the bags of tokens
 * (Rajpurkar et al., SQuAD, 2016, without its removal of articles). ROUGE-L: overlap by the longest
 * common subsequence (Lin 2004; F as in Google's rouge_score).
 *
 * @param exact whether the texts are equal
 * @param tokens overlap of the bags of tokens
 * @param rougeL overlap by the longest common subsequence
 */
public record LexicalScore(boolean exact, Overlap tokens, Overlap rougeL) {

  /**
   * Scores an answer.
   *
   * @param reference what is right
   * @param hypothesis what was answered; an empty one scores 0
   * @return empty when the reference has no token (no Latin letter or digit): then word overlap
   *     says nothing and the part is unscored
   */
  public static Optional<LexicalScore> of(String reference, String hypothesis) {
    List<String> expected = Tokens.of(reference);
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    List<String> found = Tokens.of(hypothesis);
    int shared = sharedTokens(expected, found);
    int subsequence = longestCommonSubsequence(expected, found);
    return Optional.of(
        new LexicalScore(
            collapse(reference).equals(collapse(hypothesis)),
            Overlap.of(shared, found.size(), expected.size()),
            Overlap.of(subsequence, found.size(), expected.size())));
  }

  private static String collapse(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static int sharedTokens(List<String> expected, List<String> found) {
    Map<String, Integer> left = new HashMap<>();
    for (String token : expected) {
      left.merge(token, 1, Integer::sum);
    }
    int shared = 0;
    for (String token : found) {
      Integer available = left.get(token);
      if (available != null && available > 0) {
        left.put(token, available - 1);
        shared++;
      }
    }
    return shared;
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    int[] previous = new int[b.size() + 1];
    int[] current = new int[b.size() + 1];
    for (String token : a) {
      for (int j = 1; j <= b.size(); j++) {
        current[j] =
            token.equals(b.get(j - 1))
                ? previous[j - 1] + 1
                : Math.max(previous[j], current[j - 1]);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.size()];
  }
}
