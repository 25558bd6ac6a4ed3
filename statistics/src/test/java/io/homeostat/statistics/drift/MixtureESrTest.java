package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureESrTest {
  private static final double[] BETS = {0.1, 0.2, 0.4, 0.8, 1.6};

  /** Values of mean .5 that fall to mean .3 at t = 101. */
  private static double oracleValue(int t) {
    double x = t * 0.6180339887498949 % 1;
    return t <= 100 ? x : 0.6 * x;
  }

  /** Score distributions with their means, as judges and checks produce them. */
  enum Scores {
    BETA_8_2(0.8, draws -> draws.beta(8, 2)),
    BETA_20_2(20 / 22.0, draws -> draws.beta(20, 2)),
    BETA_HALF(0.5, draws -> draws.beta(0.5, 0.5)),
    RARE_ZERO(0.95, draws -> draws.binary(0.95)),
    RARE_ONE(0.05, draws -> draws.binary(0.05)),
    FIVE_LEVELS(0.671875, draws -> Math.floor(4 * Math.sqrt(draws.uniform()) + 0.5) / 4),
    UNIFORM(0.5, Draws::uniform);

    private final double mean;
    private final ToDoubleFunction<Draws> draw;

    Scores(double mean, ToDoubleFunction<Draws> draw) {
      this.mean = mean;
      this.draw = draw;
    }
  }

  // Oracle: the e-SR recursion evaluated independently for λ = .1, .2, .4, .8, 1.6 and m = .5.
  @Test
  void evidence_equals_the_oracle() {
    MixtureESr detector = MixtureESr.of(0.5, BETS);
    double[] evidence = new double[121];
    for (int t = 1; t <= 120; t++) {
      detector.observe(oracleValue(t), t);
      evidence[t] = Math.exp(detector.logEvidence());
    }
    assertThat(evidence[1]).isCloseTo(0.926818926975, within(1e-12));
    assertThat(evidence[10]).isCloseTo(9.04531268256, within(1e-10));
    assertThat(evidence[100]).isCloseTo(60.0014192102, within(1e-9));
    assertThat(evidence[110]).isCloseTo(141.432050179, within(1e-8));
    assertThat(evidence[120]).isCloseTo(642.804718702, within(1e-8));
  }

  @Test
  void alarms_come_when_the_oracle_says() {
    assertThat(firstAlarm(370.4)).isEqualTo(117);
    assertThat(firstAlarm(1_000)).isEqualTo(123);
    assertThat(firstAlarm(10_000)).isEqualTo(133);
  }

  private static int firstAlarm(double limit) {
    MixtureESr detector = MixtureESr.of(0.5, BETS);
    for (int t = 1; ; t++) {
      detector.observe(oracleValue(t), t);
      if (detector.decide(limit).alarm()) {
        return t;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scores.class)
  void false_alarms_stay_within_values_over_limit(Scores scores) {
    Draws draws = new Draws(20_260_101);
    int alarms = 0;
    int values = 200_000;
    double limit = 100;
    MixtureESr detector = MixtureESr.forDrop(scores.mean, 0.2, 0.05);
    for (int t = 1; t <= values; t++) {
      detector.observe(scores.draw.applyAsDouble(draws), t);
      if (detector.decide(limit).alarm()) {
        alarms++;
        detector.restart();
      }
    }
    // The expectation is at most 2000; seed and z = 4.5 fixed.
    assertThat(alarms).isLessThan(2_000 + (int) (4.5 * Math.sqrt(2_000)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.3})
  void estimates_when_the_drop_began(double drop) {
    Draws draws = new Draws(5);
    double error = 0;
    double delay = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      MixtureESr detector = MixtureESr.forDrop(0.78, 0.12, 0.05);
      DropDecision decision;
      int t = 0;
      do {
        t++;
        double a = t <= 300 ? 8 : 8 - 10 * drop;
        detector.observe(draws.beta(a, 10 - a), 1_000L * t);
        decision = detector.decide(100_000);
      } while (!decision.alarm());
      error += Math.abs(decision.since() / 1_000.0 - 301) / runs;
      delay += (t - 300.0) / runs;
      assertThat(decision.valuesSince()).isEqualTo(t - decision.since() / 1_000 + 1);
    }
    assertThat(error).isLessThan(1 + 0.35 * delay);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    MixtureESr straight = MixtureESr.forDrop(0.7, 0.2, 0.05);
    MixtureESr saved = MixtureESr.forDrop(0.7, 0.2, 0.05);
    Draws draws = new Draws(9);
    for (int t = 1; t <= 500; t++) {
      double value = draws.beta(2, 1);
      straight.observe(value, t);
      saved.observe(value, t);
      saved = MixtureESr.fromBytes(saved.toBytes());
      assertThat(saved.decide(50)).isEqualTo(straight.decide(50));
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(1_024);
  }

  @Test
  void a_grown_baseline_moves_the_reference_and_keeps_the_evidence() {
    MixtureESr detector = MixtureESr.of(0.5, BETS);
    detector.observe(0.1, 1);
    double before = detector.logEvidence();
    detector.retarget(0.6, 0.1, 0.2, 0.4, 0.8, 1.2);
    assertThat(detector.logEvidence()).isEqualTo(before);
    assertThat(detector.reference()).isEqualTo(0.6);
    detector.observe(0.1, 2);
    assertThat(detector.logEvidence()).isGreaterThan(before);
  }

  @Test
  void a_restart_forgets_everything() {
    MixtureESr detector = MixtureESr.of(0.5, BETS);
    detector.observe(0, 7);
    detector.restart();
    DropDecision decision = detector.decide(2);
    assertThat(decision.alarm()).isFalse();
    assertThat(decision.values()).isZero();
    assertThat(decision.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void evidence_of_any_size_stays_finite() {
    MixtureESr detector = MixtureESr.forDrop(0.99, 0, 0.05);
    for (int t = 1; t <= 100_000; t++) {
      detector.observe(0, t);
    }
    assertThat(detector.logEvidence()).isFinite().isGreaterThan(100_000);
    for (int t = 1; t <= 1_000_000; t++) {
      detector.observe(1, t);
    }
    assertThat(detector.logEvidence()).isFinite();
    assertThat(MixtureESr.fromBytes(detector.toBytes()).logEvidence())
        .isEqualTo(detector.logEvidence());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.001, 1.001})
  void a_value_that_is_no_score_is_rejected_and_changes_nothing(double value) {
    MixtureESr detector = MixtureESr.of(0.5, BETS);
    byte[] before = detector.toBytes();
    assertThatThrownBy(() -> detector.observe(value, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value must lie in [0.0, 1.0] but is " + value);
    assertThat(detector.toBytes()).isEqualTo(before);
  }

  @Test
  void a_bet_that_could_lose_everything_is_rejected() {
    assertThatThrownBy(() -> MixtureESr.of(0.5, 2.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a bet must lie strictly between 0.0 and 2.0");
    assertThatThrownBy(() -> MixtureESr.of(1, 0.1)).hasMessageContaining("the reference mean");
  }

  @Test
  void damaged_foreign_and_newer_bytes_are_refused() {
    byte[] bytes = MixtureESr.of(0.5, BETS).toBytes();
    byte[] shorter = java.util.Arrays.copyOf(bytes, bytes.length - 3);
    byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 3);
    byte[] newer = bytes.clone();
    newer[1] = 9;
    assertThatThrownBy(() -> MixtureESr.fromBytes(shorter)).hasMessageContaining("damaged");
    assertThatThrownBy(() -> MixtureESr.fromBytes(longer)).hasMessageContaining("3 bytes too many");
    assertThatThrownBy(() -> MixtureESr.fromBytes(newer))
        .hasMessageContaining("layout version 9 but this build reads version 1");
    assertThatThrownBy(() -> MixtureESr.fromBytes(Baseline.start(100, 0).toBytes()))
        .hasMessageContaining("expected a saved MIXTURE_E_SR");
    assertThatThrownBy(() -> MixtureESr.fromBytes(new byte[0])).hasMessageContaining("0 bytes");
  }
}
