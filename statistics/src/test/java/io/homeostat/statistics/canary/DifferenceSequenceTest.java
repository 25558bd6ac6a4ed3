package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.Interval;
import org.junit.jupiter.api.Test;

class DifferenceSequenceTest {
  @Test
  void there_is_no_interval_before_two_differences() {
    DifferenceSequence sequence = DifferenceSequence.tightestAt(200);
    assertThat(sequence.interval(0.05)).isEmpty();
    sequence.observe(0.1);
    assertThat(sequence.interval(0.05)).isEmpty();
    sequence.observe(0.3);
    assertThat(sequence.interval(0.05).orElseThrow().estimate()).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void from_fifty_differences_on_it_covers_at_all_times_at_once() {
    Draws draws = new Draws(61);
    int missed = 0;
    int runs = 500;
    for (int run = 0; run < runs; run++) {
      DifferenceSequence sequence = DifferenceSequence.tightestAt(200);
      boolean covered = true;
      for (int t = 1; t <= 2_000 && covered; t++) {
        sequence.observe(draws.beta(7, 3) - draws.beta(8, 2));
        if (t >= 50) {
          Interval now = sequence.interval(0.05).orElseThrow();
          covered = now.lower() <= -0.1 && -0.1 <= now.upper();
        }
      }
      missed += covered ? 0 : 1;
    }
    // At most 25; z = 4.5.
    assertThat(missed).isLessThan(47);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    DifferenceSequence straight = DifferenceSequence.tightestAt(50);
    DifferenceSequence saved = DifferenceSequence.tightestAt(50);
    Draws draws = new Draws(62);
    for (int t = 0; t < 200; t++) {
      double difference = draws.uniform() - draws.uniform();
      straight.observe(difference);
      saved.observe(difference);
      saved = DifferenceSequence.fromBytes(saved.toBytes());
      assertThat(saved.interval(0.05)).isEqualTo(straight.interval(0.05));
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(30);
  }

  @Test
  void bad_input_is_named() {
    DifferenceSequence sequence = DifferenceSequence.tightestAt(50);
    assertThatThrownBy(() -> sequence.observe(Double.NaN))
        .hasMessage("a difference must lie in [-1.0, 1.0] but is NaN");
    assertThatThrownBy(() -> DifferenceSequence.tightestAt(0))
        .hasMessageContaining("the planned differences");
  }
}
