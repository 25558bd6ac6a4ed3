package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle: figures that sacreBLEU and rouge_score print for sentences of the literature. */
class PrintedScoresTest {
  private static final String FOX = "The quick brown fox jumps over the lazy dog";
  private static final String OTHER_FOX = "The quick brown dog jumps on the log.";
  private static final String CAT = "the cat sat on the mat";
  private static final String OTHER_CAT = "the cat was sitting on the mat";
  private static final String REPORT =
      "The Commission's 2023 report, published in U.S.A., says that 3.5% (or $1,200) was lost --"
          + " \"terrible\" results.";
  private static final String OTHER_REPORT =
      "The commission reported in 2023 that $1,200 (3.5%) was lost in the USA: \"terrible\""
          + " results!";
  private static final String[][] PAIRS = {
    {FOX, OTHER_FOX},
    {CAT, OTHER_CAT},
    {REPORT, OTHER_REPORT},
    {"a", "a"},
    {"hello world", "completely different words"}
  };

  @ParameterizedTest
  @CsvSource({
    "0, 21.105341, 52.532447, 50.893242",
    "1, 30.739408, 57.647973, 60.641188",
    "2, 14.082375, 48.128476, 43.479578",
    "3, 100, 100, 100",
    "4, 0, 16.204560, 12.153420"
  })
  void bleu_and_chrf(int pair, double bleu, double chrf, double chrfWords) {
    String reference = PAIRS[pair][0];
    String hypothesis = PAIRS[pair][1];
    assertThat(BleuCounts.sentence(reference, hypothesis)).isCloseTo(bleu, within(5e-7));
    assertThat(ChrfCounts.characters(reference, hypothesis).score()).isCloseTo(chrf, within(5e-7));
    assertThat(ChrfCounts.charactersAndWords(reference, hypothesis).score())
        .isCloseTo(chrfWords, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource({"0, .705882, .266667, .588235", "1, .769231, .545455, .769231"})
  void rouge(int pair, double one, double two, double longest) {
    Rouge rouge = Rouge.of(PAIRS[pair][0], PAIRS[pair][1], false);
    assertThat(rouge.ngrams(1).f()).isCloseTo(one, within(5e-7));
    assertThat(rouge.ngrams(2).f()).isCloseTo(two, within(5e-7));
    assertThat(rouge.longestCommonSubsequence().f()).isCloseTo(longest, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource("2, .736842, .578947")
  void rouge_with_stemming(int pair, double one, double longest) {
    Rouge rouge = Rouge.of(PAIRS[pair][0], PAIRS[pair][1], true);
    assertThat(rouge.ngrams(1).f()).isCloseTo(one, within(5e-7));
    assertThat(rouge.longestCommonSubsequence().f()).isCloseTo(longest, within(5e-7));
  }
}
