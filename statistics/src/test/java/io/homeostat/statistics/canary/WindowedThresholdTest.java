package io.homeostat.statistics.canary;

import static io.homeostat.statistics.canary.ThresholdTest.Side.BREACH;
import static io.homeostat.statistics.canary.ThresholdTest.Side.CLEAR;
import static io.homeostat.statistics.canary.ThresholdTest.Side.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class WindowedThresholdTest {
  private static final long WINDOW = 10_000;

  private final Draws draws = new Draws(91);
  private WindowedThreshold windows = WindowedThreshold.of(0.05, 0.05, WINDOW);
  private long now = 1_700_000_000_000L;

  private void feed(int values, double probability) {
    for (int i = 0; i < values; i++) {
      windows.observe(now, draws.binary(probability));
      now += 10;
    }
  }

  @Test
  void a_rate_above_the_threshold_is_a_breach_that_stays() {
    feed(1_000, 0.15);
    assertThat(windows.side()).isEqualTo(BREACH);
    assertThat(windows.showsAbove()).isTrue();
    feed(5_000, 0);
    assertThat(windows.side()).isEqualTo(BREACH);
    assertThat(windows.showsAbove()).as("it has passed").isFalse();
    assertThat(windows.mean().orElseThrow().estimate()).as("of the latest window").isZero();
  }

  @Test
  void a_rate_that_rises_after_a_long_good_time_is_a_breach() {
    feed(20_000, 0.01);
    assertThat(windows.side()).isEqualTo(CLEAR);
    feed(1_000, 0.25);
    assertThat(windows.side()).as("the good time lies outside the window").isEqualTo(BREACH);
  }

  @Test
  void clear_holds_only_as_long_as_windows_show_it() {
    feed(1_000, 0);
    assertThat(windows.side()).isEqualTo(CLEAR);
    now += 10 * WINDOW;
    feed(5, 0);
    assertThat(windows.side()).as("five values show nothing").isEqualTo(UNDECIDED);
    assertThat(windows.mean().orElseThrow().count()).isEqualTo(5);
  }

  @Test
  void a_low_threshold_takes_more_clean_values_than_a_short_window_has() {
    windows = WindowedThreshold.of(0.004, 0.05, WINDOW);
    for (int i = 0; i < 2_000; i++) {
      windows.observe(now, 0);
      now += 20;
    }
    assertThat(windows.side()).as("500 in each window, 749 are needed").isEqualTo(UNDECIDED);
  }

  @Test
  void a_kept_threshold_is_breached_in_at_most_alpha_of_the_runs_over_all_windows() {
    int breached = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      windows = WindowedThreshold.of(0.05, 0.05, WINDOW);
      feed(6_000, 0.05);
      breached += windows.side() == BREACH ? 1 : 0;
    }
    assertThat(breached).isLessThanOrEqualTo(runs / 20);
  }

  @Test
  void a_value_from_before_the_windows_is_left_out() {
    feed(100, 0);
    windows.observe(now - 3 * WINDOW, 1);
    assertThat(windows.mean().orElseThrow().estimate()).isZero();
  }

  @Test
  void saved_between_any_two_values_it_says_the_same() {
    WindowedThreshold saved = WindowedThreshold.of(0.05, 0.05, WINDOW);
    WindowedThreshold settings = WindowedThreshold.of(0.05, 0.05, WINDOW);
    int largest = 0;
    for (int i = 0; i < 3_000; i++) {
      double value = draws.binary(i < 1_500 ? 0.02 : 0.12);
      windows.observe(now, value);
      saved.observe(now, value);
      now += 10;
      largest = Math.max(largest, saved.toBytes().length);
      saved = WindowedThreshold.fromBytes(settings, saved.toBytes());
      assertThat(saved.side()).isEqualTo(windows.side());
      assertThat(saved.logBreach()).isEqualTo(windows.logBreach());
    }
    assertThat(windows.side()).isEqualTo(BREACH);
    assertThat(largest).isLessThan(1_127);
    byte[] damaged = saved.toBytes();
    damaged[1]++;
    assertThatThrownBy(() -> WindowedThreshold.fromBytes(settings, damaged))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
