package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.MixtureESr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateHarmProcessTest {
  @Test
  void with_one_step_it_is_the_plain_test_on_the_negated_difference() {
    LateHarmProcess harm = LateHarmProcess.declare(0.02, 1);
    BettingProcess plain = BettingProcess.above(0.02, -1, 1);
    Draws draws = new Draws(41);
    for (int t = 0; t < 500; t++) {
      double difference = draws.beta(7, 3) - draws.beta(8, 2);
      harm.observe(difference);
      plain.observe(-difference);
      assertThat(harm.logEvidence()).isCloseTo(plain.logEvidence(), within(1e-9));
    }
  }

  @Test
  void steps_that_have_not_begun_count_as_one() {
    LateHarmProcess harm = LateHarmProcess.declare(0, 4);
    LateHarmProcess single = LateHarmProcess.declare(0, 1);
    harm.observe(-1);
    single.observe(-1);
    assertThat(Math.exp(harm.logEvidence()))
        .isCloseTo((Math.exp(single.logEvidence()) + 3) / 4, within(1e-12));
  }

  @Test
  void the_evidence_is_the_mean_of_plain_tests_started_at_each_step() {
    int steps = 5;
    LateHarmProcess harm = LateHarmProcess.declare(0.01, steps);
    List<BettingProcess> started = new ArrayList<>();
    Draws draws = new Draws(45);
    for (int t = 0; t < 400; t++) {
      if (t % 100 == 0 && t < 400) {
        harm.enterStep(t / 100);
        started.add(BettingProcess.above(0.01, -1, 1));
      }
      double difference = draws.beta(7.5, 2.5) - draws.beta(8, 2);
      harm.observe(difference);
      double sum = steps - started.size();
      for (BettingProcess process : started) {
        process.observe(-difference);
        sum += Math.exp(process.logEvidence());
      }
      assertThat(harm.logEvidence()).isCloseTo(Math.log(sum / steps), within(1e-9));
    }
  }

  @Test
  void begun_at_every_difference_it_is_the_shiryaev_roberts_detector_on_the_difference() {
    int most = 300;
    double tolerance = 0.02;
    LateHarmProcess harm = LateHarmProcess.atEveryDifference(tolerance, most);
    // X = (D + 1)/2, m = (1 − δ0)/2 and twice the bets give the same factors.
    double[] bets = BettingProcess.defaultBets(tolerance, -1);
    MixtureESr detector =
        MixtureESr.of((1 - tolerance) / 2, Arrays.stream(bets).map(bet -> 2 * bet).toArray());
    Draws draws = new Draws(46);
    for (int t = 1; t <= most; t++) {
      double difference = draws.beta(7.5, 2.5) - draws.beta(8, 2);
      harm.observe(difference);
      detector.observe((difference + 1) / 2, t);
      double expected = (Math.exp(detector.logEvidence()) + most - t) / most;
      assertThat(harm.logEvidence()).isCloseTo(Math.log(expected), within(1e-9));
    }
  }

  @Test
  void begun_at_every_difference_it_finds_harm_without_steps() {
    int every = valuesUntilHarm(LateHarmProcess.atEveryDifference(0, 5_000), false);
    int plain = valuesUntilHarm(LateHarmProcess.declare(0, 1), false);
    assertThat(every).isLessThan(plain / 2);
  }

  @Test
  void good_early_steps_do_not_hide_late_harm() {
    int declared = valuesUntilHarm(LateHarmProcess.declare(0, 4), true);
    int plain = valuesUntilHarm(LateHarmProcess.declare(0, 1), false);
    assertThat(declared).isLessThan(plain / 2);
  }

  /** 1,000 differences of mean +.05, then −.1: how many of the latter until harm is shown. */
  private static int valuesUntilHarm(LateHarmProcess harm, boolean steps) {
    Draws draws = new Draws(42);
    for (int t = 0; t < 1_000; t++) {
      harm.observe(draws.beta(8.5, 1.5) - draws.beta(8, 2));
    }
    if (steps) {
      harm.enterStep(1);
    }
    int count = 0;
    while (harm.logPeak() < Math.log(20)) {
      harm.observe(draws.beta(7, 3) - draws.beta(8, 2));
      count++;
    }
    return count;
  }

  @Test
  void without_harm_it_fires_in_at_most_alpha_although_steps_begin_at_bad_moments() {
    Draws draws = new Draws(43);
    int wrong = 0;
    int runs = 600;
    for (int run = 0; run < runs; run++) {
      LateHarmProcess harm = LateHarmProcess.declare(0, 4);
      double sum = 0;
      int step = 0;
      for (int t = 0; t < 1_500; t++) {
        double difference = draws.binary(0.8) - draws.binary(0.8);
        sum += difference;
        harm.observe(difference);
        if (sum <= -10 && step < 3) {
          harm.enterStep(++step);
          sum = 0;
        }
      }
      wrong += harm.logPeak() >= Math.log(20) ? 1 : 0;
    }
    // At most 30; z = 4.5.
    assertThat(wrong).isLessThan(54);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    for (boolean every : new boolean[] {false, true}) {
      LateHarmProcess straight =
          every ? LateHarmProcess.atEveryDifference(0, 200) : LateHarmProcess.declare(0, 10);
      LateHarmProcess saved = LateHarmProcess.fromBytes(straight.toBytes());
      Draws draws = new Draws(44);
      for (int t = 0; t < 300; t++) {
        double difference = draws.beta(8, 2) - draws.beta(8, 2);
        if (t % 30 == 0 && !every) {
          straight.enterStep(t / 30);
          saved.enterStep(t / 30);
        }
        straight.observe(difference);
        saved.observe(difference);
        saved = LateHarmProcess.fromBytes(saved.toBytes());
        assertThat(saved.logEvidence()).isEqualTo(straight.logEvidence());
        assertThat(saved.logPeak()).isEqualTo(straight.logPeak());
      }
      assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(103);
    }
  }

  @Test
  void bad_input_is_named() {
    LateHarmProcess harm = LateHarmProcess.declare(0, 2);
    assertThatThrownBy(() -> harm.observe(Double.NaN))
        .hasMessage("a difference must lie in [-1.0, 1.0] but is NaN");
    assertThatThrownBy(() -> harm.enterStep(2)).hasMessageContaining("a step's index");
    assertThatThrownBy(() -> LateHarmProcess.declare(0, 11))
        .hasMessageContaining("the number of declared steps");
    assertThatThrownBy(() -> LateHarmProcess.atEveryDifference(0, 0))
        .hasMessageContaining("the maximum of differences");
    assertThatThrownBy(() -> LateHarmProcess.atEveryDifference(0, 9).enterStep(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no steps");
    assertThatThrownBy(() -> LateHarmProcess.declare(1, 1)).hasMessageContaining("the tolerance");
  }
}
