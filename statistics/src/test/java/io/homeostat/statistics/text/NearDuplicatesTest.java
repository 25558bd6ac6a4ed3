package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearDuplicatesTest {
  private static final int NGRAMS = 60;

  @ParameterizedTest
  @CsvSource({".7, .5645", ".75, .7716", ".8, .9235", "0, 0", "1, 1"})
  void candidate_probability_is_that_of_fourteen_bands_of_eight(double similarity, double printed) {
    assertThat(MinHash.candidateProbability(similarity)).isCloseTo(printed, within(5e-5));
  }

  @Test
  void similar_texts_are_found_as_often_as_the_bands_promise() {
    Draws draws = new Draws(40);
    int pairs = 400;
    int found = 0;
    double similarities = 0;
    for (int i = 0; i < pairs; i++) {
      String[] pair = pairOfSimilarity(draws, 48);
      MinHash first = MinHash.of(pair[0]);
      MinHash second = MinHash.of(pair[1]);
      NearDuplicates<String> index = new NearDuplicates<>();
      index.add("first", first);
      found += index.candidates(second).size();
      similarities += first.similarity(second);
    }
    double jaccard = 48.0 / (2 * NGRAMS - 48);
    double promised = MinHash.candidateProbability(jaccard);
    assertThat(found / (double) pairs)
        .isCloseTo(promised, within(4.5 * Math.sqrt(promised * (1 - promised) / pairs)));
    double deviation = Math.sqrt(jaccard * (1 - jaccard) / 112 / pairs);
    assertThat(similarities / pairs).isCloseTo(jaccard, within(4.5 * deviation));
  }

  @Test
  void case_punctuation_and_spaces_make_no_difference() {
    assertThat(
            MinHash.of("We open at nine, and close at FIVE.")
                .similarity(MinHash.of("we  open at nine and close at five")))
        .isEqualTo(1);
  }

  @Test
  void short_texts_and_texts_without_words_are_duplicates_of_themselves_only() {
    NearDuplicates<String> index = new NearDuplicates<>();
    for (String text : new String[] {"yes", "no", "東京", "👍", "?!", "да нет"}) {
      index.add(text, MinHash.of(text));
    }
    assertThat(index.candidates(MinHash.of("Yes!"))).containsExactly("yes");
    assertThat(index.candidates(MinHash.of("東京"))).containsExactly("東京");
    assertThat(index.candidates(MinHash.of("?!"))).containsExactly("?!");
    assertThat(index.candidates(MinHash.of("да нет, да"))).isEmpty();
  }

  @Test
  void a_fingerprint_is_the_same_in_every_release() {
    assertThat(MinHash.of("we open at nine and close at five").band(0))
        .isEqualTo(-4632407907600360636L);
  }

  /** Two texts of {@value #NGRAMS} words' 5-grams each, of which the first {@code shared} agree. */
  private static String[] pairOfSimilarity(Draws draws, int shared) {
    Set<String> words = new HashSet<>();
    StringBuilder common = new StringBuilder();
    for (int i = 0; i < shared + 4; i++) {
      common.append(fresh(words, draws)).append(' ');
    }
    StringBuilder one = new StringBuilder(common);
    StringBuilder other = new StringBuilder(common);
    for (int i = shared; i < NGRAMS; i++) {
      one.append(fresh(words, draws)).append(' ');
      other.append(fresh(words, draws)).append(' ');
    }
    return new String[] {one.toString(), other.toString()};
  }

  private static String fresh(Set<String> words, Draws draws) {
    String word;
    do {
      word = "w" + (long) (draws.uniform() * 1e12);
    } while (!words.add(word));
    return word;
  }
}
