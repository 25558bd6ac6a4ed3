package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiversityTest {
  private static final List<String> ANSWERS =
      List.of(
          "We open at nine and close at five.",
          "We open at nine and close at six o'clock.",
          "The shop opens at 9 and closes at 5.",
          "Please call us, please call us!",
          "We open.");

  // Oracle: sacreBLEU 2.6.0, BLEU(effective_order=True) of each against the others.
  @Test
  void self_bleu_equals_the_mean_of_sacrebleu_with_the_others_as_references() {
    assertThat(Diversity.selfBleu(ANSWERS)).isCloseTo(31.791658347280396, within(1e-9));
  }

  @Test
  void equal_answers_have_the_highest_self_bleu() {
    assertThat(Diversity.selfBleu(Collections.nCopies(4, ANSWERS.getFirst())))
        .isCloseTo(100, within(1e-9));
    assertThat(Diversity.selfBleu(List.of("one", "two", "three"))).isZero();
  }

  @Test
  void self_bleu_needs_another_answer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Diversity.selfBleu(List.of("alone")))
        .withMessageContaining("answers must be at least 2");
  }

  @Test
  void distinct_counts_each_different_ngram_once() {
    List<String> answers = List.of("a b a b", "a b c", "d");
    assertThat(Diversity.distinct(answers, 1)).isEqualTo(4 / 8.0);
    assertThat(Diversity.distinct(answers, 2)).isEqualTo(3 / 5.0);
    assertThat(Diversity.distinct(answers, 4)).isEqualTo(1);
    assertThat(Diversity.distinct(answers, 5)).isNaN();
  }

  @Test
  void many_answers_are_counted_as_exactly_as_few() {
    List<String> many = Collections.nCopies(3000, "the same words again");
    assertThat(Diversity.distinct(many, 2)).isEqualTo(3 / 9000.0);
    List<String> numbers = IntStream.range(0, 5000).mapToObj(i -> "n" + i + " m" + i).toList();
    assertThat(Diversity.distinct(numbers, 2)).isEqualTo(1);
  }
}
