package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class SampleRatioCheckTest {
  private static Arm arm(Draws draws, double share) {
    return draws.chance(share) ? Arm.CANDIDATE : Arm.CONTROL;
  }

  @Test
  void one_unit_has_the_likelihood_ratio_as_evidence() {
    SampleRatioCheck check = new SampleRatioCheck();
    check.observe(Arm.CANDIDATE, 0.5);
    double expected = 0;
    for (double ratio : new double[] {1.05, 1.1, 1.2, 1.5, 2, 4}) {
      // Of r and 1/r: 2r/(1 + r) and 2/(1 + r) sum to 2.
      expected += (2 * ratio / (1 + ratio) + 2 / (1 + ratio)) / 12;
    }
    assertThat(Math.exp(check.logEvidence())).isCloseTo(expected, within(1e-12));
  }

  @Test
  void a_correct_split_is_hardly_ever_doubted_while_weights_change() {
    Draws draws = new Draws(71);
    int wrong = 0;
    for (int run = 0; run < 1_000; run++) {
      SampleRatioCheck check = new SampleRatioCheck();
      for (int t = 0; t < 1_000; t++) {
        double share = t < 400 ? 0.05 : t < 700 ? 0.5 : 0.9;
        check.observe(arm(draws, share), share);
      }
      wrong += check.mismatch(0.01) ? 1 : 0;
    }
    // At most 10 of 1000 at .01; z = 4.5.
    assertThat(wrong).isLessThan(25);
  }

  @Test
  void a_broken_split_is_found() {
    Draws draws = new Draws(72);
    for (double actual : new double[] {0.4, 0.45, 0.55, 0.6}) {
      SampleRatioCheck check = new SampleRatioCheck();
      int units = 0;
      while (!check.mismatch(0.001)) {
        check.observe(arm(draws, actual), 0.5);
        units++;
      }
      assertThat(units).isLessThan(actual == 0.4 || actual == 0.6 ? 1_500 : 6_000);
    }
  }

  @Test
  void a_mismatch_once_shown_stays_shown() {
    SampleRatioCheck check = new SampleRatioCheck();
    for (int t = 0; t < 50; t++) {
      check.observe(Arm.CANDIDATE, 0.5);
    }
    assertThat(check.mismatch(0.001)).isTrue();
    for (int t = 0; t < 50; t++) {
      check.observe(Arm.CONTROL, 0.5);
    }
    assertThat(check.mismatch(0.001)).isTrue();
    assertThat(check.logEvidence()).isLessThan(Math.log(1_000));
  }

  @Test
  void shares_of_zero_and_one_say_nothing() {
    SampleRatioCheck check = new SampleRatioCheck();
    for (int t = 0; t < 1_000; t++) {
      check.observe(Arm.CONTROL, 0);
      check.observe(Arm.CANDIDATE, 1);
    }
    assertThat(check.logEvidence()).isZero();
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    SampleRatioCheck straight = new SampleRatioCheck();
    SampleRatioCheck saved = new SampleRatioCheck();
    Draws draws = new Draws(73);
    for (int t = 0; t < 300; t++) {
      Arm arm = arm(draws, 0.3);
      straight.observe(arm, 0.3);
      saved.observe(arm, 0.3);
      saved = SampleRatioCheck.fromBytes(saved.toBytes());
      assertThat(saved.logEvidence()).isEqualTo(straight.logEvidence());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(110);
  }

  @Test
  void bad_input_is_named() {
    SampleRatioCheck check = new SampleRatioCheck();
    assertThatThrownBy(() -> check.observe(Arm.CONTROL, Double.NaN))
        .hasMessage("the candidate's share must lie in [0.0, 1.0] but is NaN");
    assertThatThrownBy(() -> check.mismatch(0)).hasMessageContaining("the error probability");
  }
}
