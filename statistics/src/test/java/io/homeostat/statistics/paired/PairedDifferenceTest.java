package io.homeostat.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.Interval;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  // Student 1908 (R: t.test(sleep, paired)): mean 1.58, 95 % interval .7001142 to 2.4598858; values
  // mapped by (x + 2)/10.
  @Test
  void students_interval_equals_the_sleep_data() {
    double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2};
    double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    Interval interval = PairedDifference.student(mapped(second), mapped(first), 0.05);
    assertThat(interval.estimate()).isCloseTo(0.158, within(1e-12));
    assertThat(interval.lower()).isCloseTo(0.07001142, within(1e-8));
    assertThat(interval.upper()).isCloseTo(0.24598858, within(1e-8));
    assertThat(interval.count()).isEqualTo(10);
  }

  private static double[] mapped(double[] values) {
    return Arrays.stream(values).map(x -> (x + 2) / 10).toArray();
  }

  @Test
  void items_that_all_agree_do_not_prove_equality() {
    double[] same = new double[60];
    Arrays.fill(same, 1);
    Interval interval = PairedDifference.student(same, same, 0.1);
    // Rule of three: 1 − .05^(1/60) = .0487.
    assertThat(interval.estimate()).isZero();
    assertThat(interval.lower()).isCloseTo(-0.0487, within(1e-4));
    assertThat(interval.upper()).isCloseTo(0.0487, within(1e-4));
  }

  @Test
  void both_intervals_cover_and_the_exact_one_is_wider() {
    Draws draws = new Draws(121);
    int missedStudent = 0;
    int missedBounded = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] candidate = new double[100];
      double[] control = new double[100];
      for (int i = 0; i < 100; i++) {
        double level = draws.uniform();
        candidate[i] = 0.9 * level;
        control[i] = draws.chance(0.2) ? 0 : level;
      }
      Interval student = PairedDifference.student(candidate, control, 0.1);
      Interval bounded = PairedDifference.bounded(candidate, control, 0.1);
      assertThat(bounded.upper() - bounded.lower())
          .isGreaterThan(student.upper() - student.lower());
      missedStudent += student.lower() > 0.05 || student.upper() < 0.05 ? 1 : 0;
      missedBounded += bounded.lower() > 0.05 || bounded.upper() < 0.05 ? 1 : 0;
    }
    // E D = .9·.5 − .8·.5 = .05; at most 100 of 1000, z = 4.5 (Student approximately).
    assertThat(missedStudent).isLessThan(150);
    assertThat(missedBounded).isLessThan(143);
  }

  @Test
  void swapping_the_sides_mirrors_the_interval() {
    Draws draws = new Draws(122);
    double[] a = new double[50];
    double[] b = new double[50];
    for (int i = 0; i < 50; i++) {
      a[i] = draws.uniform();
      b[i] = draws.uniform();
    }
    Interval forward = PairedDifference.student(a, b, 0.05);
    Interval backward = PairedDifference.student(b, a, 0.05);
    assertThat(forward.estimate()).isCloseTo(-backward.estimate(), within(1e-12));
    assertThat(forward.lower()).isCloseTo(-backward.upper(), within(1e-12));
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> PairedDifference.student(new double[3], new double[2], 0.05))
        .hasMessageContaining("but got 3 and 2");
    assertThatThrownBy(() -> PairedDifference.student(new double[1], new double[1], 0.05))
        .hasMessageContaining("at least 2");
    assertThatThrownBy(
            () -> PairedDifference.bounded(new double[] {0, Double.NaN}, new double[2], 0.05))
        .hasMessageContaining("candidate value 1 must lie in [0.0, 1.0]");
    assertThatThrownBy(() -> PairedDifference.student(new double[3], new double[3], 0.6))
        .hasMessageContaining("the error probability of an interval");
  }
}
