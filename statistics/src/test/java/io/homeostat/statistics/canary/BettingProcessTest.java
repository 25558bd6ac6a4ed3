package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BettingProcessTest {
  private static double oracleValue(int t) {
    double x = t * 0.6180339887498949 % 1;
    return t <= 100 ? x : 0.6 * x;
  }

  // Oracle: the capital evaluated independently for λ = .1, .2, .4, .8, 1.6, H0 mean ≤ .4.
  @Test
  void evidence_equals_the_oracle() {
    BettingProcess process = BettingProcess.withBets(0.4, 0, 1, 0.1, 0.2, 0.4, 0.8, 1.6);
    double[] evidence = new double[101];
    int first = 0;
    for (int t = 1; t <= 100; t++) {
      process.observe(oracleValue(t));
      evidence[t] = Math.exp(process.logEvidence());
      first = first == 0 && evidence[t] >= 20 ? t : first;
    }
    assertThat(evidence[1]).isCloseTo(1.13518107302, within(1e-11));
    assertThat(evidence[10]).isCloseTo(1.47496027383, within(1e-11));
    assertThat(evidence[50]).isCloseTo(7.81583404466, within(1e-10));
    assertThat(evidence[100]).isCloseTo(105.727652997, within(1e-9));
    assertThat(first).isEqualTo(59);
  }

  @Test
  void the_default_bets_fall_from_nine_tenths_of_the_largest_that_cannot_ruin() {
    BettingProcess process = BettingProcess.above(-0.05, -1, 1);
    process.observe(1);
    double expected = 0;
    for (int j = 0; j < 8; j++) {
      expected += (1 + 0.9 / 0.95 * Math.pow(2, -0.75 * j) * 1.05) / 8;
    }
    assertThat(Math.exp(process.logEvidence())).isCloseTo(expected, within(1e-12));
  }

  @Test
  void the_peak_is_the_largest_evidence_so_far() {
    BettingProcess process = BettingProcess.above(0, -1, 1);
    assertThat(process.logPeak()).isZero();
    process.observe(1);
    double high = process.logEvidence();
    process.observe(-1);
    assertThat(process.logEvidence()).isLessThan(high);
    assertThat(process.logPeak()).isEqualTo(high);
    assertThat(process.count()).isEqualTo(2);
  }

  @Test
  void at_the_hurdle_it_is_wrong_in_at_most_alpha_however_often_one_looks() {
    Draws draws = new Draws(31);
    int wrong = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      BettingProcess process = BettingProcess.above(0, -1, 1);
      for (int t = 0; t < 2_000 && process.logPeak() < Math.log(20); t++) {
        process.observe(draws.binary(0.9) - draws.binary(0.9));
      }
      wrong += process.logPeak() >= Math.log(20) ? 1 : 0;
    }
    // At most 50; z = 4.5.
    assertThat(wrong).isLessThan(81);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    BettingProcess straight = BettingProcess.above(-0.02, -1, 1);
    BettingProcess saved = BettingProcess.above(-0.02, -1, 1);
    Draws draws = new Draws(32);
    for (int t = 0; t < 300; t++) {
      double difference = draws.beta(8, 2) - draws.beta(8, 2);
      straight.observe(difference);
      saved.observe(difference);
      saved = BettingProcess.fromBytes(saved.toBytes());
      assertThat(saved.logEvidence()).isEqualTo(straight.logEvidence());
      assertThat(saved.logPeak()).isEqualTo(straight.logPeak());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(111);
  }

  @Test
  void bets_of_ones_own_are_saved_with_the_state() {
    BettingProcess straight = BettingProcess.withBets(0.4, 0, 1, 0.1, 0.2, 0.4);
    straight.observe(0.9);
    BettingProcess saved = BettingProcess.fromBytes(straight.toBytes());
    straight.observe(0.7);
    saved.observe(0.7);
    assertThat(saved.logEvidence()).isEqualTo(straight.logEvidence());
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(51 + 3 * 16);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1.01, 1.01})
  void a_value_out_of_range_is_rejected_and_changes_nothing(double value) {
    BettingProcess process = BettingProcess.above(0, -1, 1);
    byte[] before = process.toBytes();
    assertThatThrownBy(() -> process.observe(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value must lie in [-1.0, 1.0] but is " + value);
    assertThat(process.toBytes()).isEqualTo(before);
  }

  @Test
  void hurdles_and_bets_that_make_no_sense_are_rejected() {
    assertThatThrownBy(() -> BettingProcess.above(-1, -1, 1)).hasMessageContaining("the hurdle");
    assertThatThrownBy(() -> BettingProcess.above(0, 1, 1)).hasMessageContaining("highest value");
    assertThatThrownBy(() -> BettingProcess.withBets(0.5, 0, 1, 2.0))
        .hasMessageContaining("a bet must lie strictly between");
    assertThatThrownBy(() -> BettingProcess.withBets(0.5, 0, 1))
        .hasMessageContaining("the number of bets");
  }
}
