package io.homeostat.statistics.text;

import java.util.Optional;

/**
 * Compares an answer with its reference word by word: the cheap, model-free part of a score.
 *
 * <p>Exact match: as {@link ExactMatch}. The others compare tokens ([a-z0-9]+ of the lower-cased
 * text, no stemming). Token F1: overlap of the bags of tokens, which is ROUGE-1. ROUGE-L: overlap
 * by the longest common subsequence.
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
    Rouge rouge = Rouge.of(reference, hypothesis, false);
    if (rouge.referenceLength() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new LexicalScore(
            ExactMatch.of(reference, hypothesis),
            rouge.ngrams(1),
            rouge.longestCommonSubsequence()));
  }
}
