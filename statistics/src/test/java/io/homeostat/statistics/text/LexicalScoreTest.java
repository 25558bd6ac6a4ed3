package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexicalScoreTest {
  private static LexicalScore score(String reference, String hypothesis) {
    return LexicalScore.of(reference, hypothesis).orElseThrow();
  }

  // Oracle: Google's rouge_score, rouge1 and rougeL F without stemming.
  @ParameterizedTest
  @CsvSource({
    "The quick brown fox jumps over the lazy dog, The quick brown dog jumps on the log., .705882,"
        + " .588235",
    "the cat sat on the mat, the cat was sitting on the mat, .769231, .769231"
  })
  void word_overlap_equals_rouge_score(
      String reference, String hypothesis, double tokens, double rougeL) {
    LexicalScore score = score(reference, hypothesis);
    assertThat(score.tokens().f()).isCloseTo(tokens, within(5e-7));
    assertThat(score.rougeL().f()).isCloseTo(rougeL, within(5e-7));
    assertThat(score.exact()).isFalse();
  }

  // Oracle: rouge_score 0.1.2 without stemming.
  @Test
  void punctuation_numbers_and_case_split_as_in_rouge_score() {
    LexicalScore score =
        score(
            "The Commission's 2023 report, published in U.S.A., says that 3.5% (or $1,200) was lost"
                + " -- \"terrible\" results.",
            "The commission reported in 2023 that $1,200 (3.5%) was lost in the USA: \"terrible\""
                + " results!");
    assertThat(score.tokens().f()).isCloseTo(0.684210526316, within(1e-12));
    assertThat(score.rougeL().f()).isCloseTo(0.526315789474, within(1e-12));
  }

  @Test
  void precision_and_recall_divide_by_their_own_lengths() {
    LexicalScore score = score("a b c d", "d a b x y");
    assertThat(score.tokens().precision()).isCloseTo(3 / 5.0, within(1e-12));
    assertThat(score.tokens().recall()).isCloseTo(3 / 4.0, within(1e-12));
    assertThat(score.rougeL().precision()).isCloseTo(2 / 5.0, within(1e-12));
    assertThat(score.rougeL().recall()).isCloseTo(2 / 4.0, within(1e-12));
  }

  @Test
  void a_word_said_twice_counts_as_often_as_the_reference_has_it() {
    assertThat(score("yes", "yes yes yes yes").tokens()).isEqualTo(new Overlap(0.25, 1, 0.4));
  }

  @Test
  void exact_ignores_white_space_around_and_between_only() {
    assertThat(score("Open  9 to 5", " Open 9\nto 5 ").exact()).isTrue();
    assertThat(score("Open 9 to 5", "open 9 to 5").exact()).isFalse();
    assertThat(score("Open 9 to 5", "Open 9 to 5.").exact()).isFalse();
    assertThat(score("Open 9 to 5", "open 9 to 5.").tokens().f()).isEqualTo(1);
  }

  @Test
  void an_empty_answer_scores_zero() {
    LexicalScore score = score("something", " ");
    assertThat(score)
        .isEqualTo(new LexicalScore(false, new Overlap(0, 0, 0), new Overlap(0, 0, 0)));
  }

  @Test
  void a_reference_without_words_leaves_the_part_unscored() {
    assertThat(LexicalScore.of("", "anything")).isEmpty();
    assertThat(LexicalScore.of("…?!", "anything")).isEmpty();
    assertThat(LexicalScore.of("да", "да")).isEmpty();
  }

  @Test
  void scores_lie_between_zero_and_one_and_subsequence_never_beats_bag() {
    Draws draws = new Draws(111);
    for (int run = 0; run < 500; run++) {
      LexicalScore score = score(words(draws), words(draws));
      assertThat(score.tokens().f()).isBetween(0.0, 1.0);
      assertThat(score.rougeL().f()).isBetween(0.0, score.tokens().f());
    }
  }

  @Test
  void swapping_the_texts_swaps_precision_and_recall() {
    Draws draws = new Draws(112);
    for (int run = 0; run < 200; run++) {
      String a = words(draws);
      String b = words(draws);
      assertThat(score(a, b).rougeL().precision()).isEqualTo(score(b, a).rougeL().recall());
      assertThat(score(a, b).tokens().recall()).isEqualTo(score(b, a).tokens().precision());
    }
  }

  private static String words(Draws draws) {
    StringBuilder text = new StringBuilder();
    int count = 1 + (int) (draws.uniform() * 12);
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + (int) (draws.uniform() * 6))).append(' ');
    }
    return text.toString();
  }
}
