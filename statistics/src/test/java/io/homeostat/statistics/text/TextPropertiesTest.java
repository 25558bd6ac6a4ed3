package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextPropertiesTest {
  @Property(tries = 300, seed = "41")
  void every_score_lies_in_its_range(@ForAll String reference, @ForAll String hypothesis) {
    assertThat(BleuCounts.sentence(reference, hypothesis)).isBetween(0.0, 100.0);
    assertThat(ChrfCounts.charactersAndWords(reference, hypothesis).score()).isBetween(0.0, 100.0);
    assertThat(TokenF1.of(reference, hypothesis).f()).isBetween(0.0, 1.0);
    assertThat(Levenshtein.ratio(reference, hypothesis)).isBetween(0.0, 1.0);
  }

  @Property(tries = 300, seed = "42")
  void a_text_is_its_own_best_answer(@ForAll("sentences") String text) {
    assertThat(BleuCounts.sentence(text, text)).isCloseTo(100, within(1e-9));
    assertThat(ChrfCounts.characters(text, text).score()).isCloseTo(100, within(1e-9));
    Rouge rouge = Rouge.of(text, text, true);
    assertThat(rouge.ngrams(1).f()).isEqualTo(1);
    assertThat(rouge.longestCommonSubsequence().f()).isEqualTo(1);
    assertThat(rouge.summary().f()).isEqualTo(1);
    assertThat(ExactMatch.of(text, text)).isTrue();
    assertThat(Levenshtein.distance(text, text)).isZero();
  }

  @Property(tries = 200, seed = "43")
  void the_order_of_a_corpus_does_not_matter(
      @ForAll("sentences") String a, @ForAll("sentences") String b, @ForAll("sentences") String c) {
    BleuCounts ab = BleuCounts.of(a, b);
    BleuCounts bc = BleuCounts.of(b, c);
    BleuCounts ca = BleuCounts.of(c, a);
    assertThat(ab.plus(bc).plus(ca).corpus()).isEqualTo(ca.plus(ab.plus(bc)).corpus());
    ChrfCounts chrf = ChrfCounts.characters(a, b);
    assertThat(chrf.plus(ChrfCounts.characters(b, c)).score())
        .isEqualTo(ChrfCounts.characters(b, c).plus(chrf).score());
  }

  @Property(tries = 200, seed = "44")
  void the_longest_common_subsequence_is_symmetric_across_words_of_the_machine(
      @ForAll("long sentences") String a, @ForAll("long sentences") String b) {
    Overlap there = Rouge.of(a, b, false).longestCommonSubsequence();
    Overlap back = Rouge.of(b, a, false).longestCommonSubsequence();
    assertThat(there.precision()).isEqualTo(back.recall());
    assertThat(there).isEqualTo(Rouge.of(a, b, false).summary());
  }

  @Property(tries = 200, seed = "45")
  void editing_obeys_the_triangle(
      @ForAll("sentences") String a, @ForAll("sentences") String b, @ForAll("sentences") String c) {
    assertThat(Levenshtein.distance(a, c))
        .isLessThanOrEqualTo(Levenshtein.distance(a, b) + Levenshtein.distance(b, c));
    assertThat(Levenshtein.distance(a, b)).isEqualTo(Levenshtein.distance(b, a));
  }

  @Provide("sentences")
  Arbitrary<String> sentences() {
    return words(1, 12);
  }

  /** Of one line, so that ROUGE-L and ROUGE-Lsum are the same as long as no word is left out. */
  @Provide("long sentences")
  Arbitrary<String> longSentences() {
    return words(60, 200);
  }

  private static Arbitrary<String> words(int from, int to) {
    return Arbitraries.of(List.of("yes", "no", "1,234.5", "the", "models", "model.", "answering"))
        .list()
        .ofMinSize(from)
        .ofMaxSize(to)
        .map(words -> String.join(" ", words));
  }
}
