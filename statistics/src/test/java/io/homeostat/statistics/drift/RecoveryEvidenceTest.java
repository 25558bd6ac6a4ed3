package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class RecoveryEvidenceTest {
  @Test
  void the_start_weights_never_sum_to_more_than_one() {
    double sum = 0;
    for (long t = 1; t <= 1_000_000; t++) {
      sum += RecoveryEvidence.startWeight(t);
    }
    assertThat(sum).isBetween(0.9, 1.0);
    assertThat(RecoveryEvidence.startWeight(1)).isEqualTo(0.5);
    assertThat(RecoveryEvidence.startWeight(2)).isPositive();
  }

  @Test
  void a_stream_that_stays_at_the_hurdle_recovers_wrongly_in_at_most_one_of_twenty() {
    Draws draws = new Draws(17);
    int wrong = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      RecoveryEvidence evidence = RecoveryEvidence.start(0.85, 0.13, 0.05);
      boolean recovered = false;
      for (int t = 1; t <= 1_000 && !recovered; t++) {
        evidence.observe(draws.beta(8, 2), t);
        recovered = evidence.recovered(20);
      }
      wrong += recovered ? 1 : 0;
    }
    // At most 50; z = 4.5.
    assertThat(wrong).isLessThan(81);
  }

  @Test
  void recovery_after_a_long_deep_drift_is_seen_without_winning_it_all_back() {
    Draws draws = new Draws(18);
    double total = 0;
    int runs = 100;
    for (int run = 0; run < runs; run++) {
      RecoveryEvidence evidence = RecoveryEvidence.start(0.9, 0.12, 0.05);
      int t = 0;
      while (t < 2_000) {
        evidence.observe(draws.beta(3, 7), ++t);
        assertThat(evidence.recovered(20)).isFalse();
      }
      while (!evidence.recovered(20)) {
        evidence.observe(draws.beta(9, 1), ++t);
      }
      total += t - 2_000;
    }
    assertThat(total / runs).isLessThan(300);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    RecoveryEvidence straight = RecoveryEvidence.start(0.9, 0.12, 0.05);
    RecoveryEvidence saved = RecoveryEvidence.start(0.9, 0.12, 0.05);
    Draws draws = new Draws(19);
    for (int t = 1; t <= 200; t++) {
      double value = draws.beta(8, 2);
      straight.observe(value, t);
      saved.observe(value, t);
      saved = RecoveryEvidence.fromBytes(saved.toBytes());
      assertThat(saved.logEvidence()).isEqualTo(straight.logEvidence());
    }
    assertThat(saved.hurdle()).isCloseTo(0.85, within(1e-12));
    assertThat(saved.toBytes()).hasSizeLessThan(1_024);
  }

  @Test
  void bad_input_is_named() {
    RecoveryEvidence evidence = RecoveryEvidence.start(0.9, 0.12, 0.05);
    assertThatThrownBy(() -> evidence.observe(Double.NaN, 1))
        .hasMessage("a value must lie in [0.0, 1.0] but is NaN");
    assertThatThrownBy(() -> evidence.recovered(0.5)).hasMessageContaining("a recovery limit");
    assertThatThrownBy(() -> RecoveryEvidence.start(0.9, 0.1, 0))
        .hasMessageContaining("the smallest drop that matters");
  }
}
