package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Interval;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
  @Test
  void the_window_holds_the_last_values() {
    RecentValues recent = RecentValues.last(4);
    for (double value : new double[] {0, 0, 0, 0.2, 0.4, 0.6, 0.8}) {
      recent.observe(value);
    }
    Interval now = recent.interval(0.05).orElseThrow();
    assertThat(now.estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(now.count()).isEqualTo(4);
    assertThat(now.lower()).isLessThan(0.5);
    assertThat(now.upper()).isGreaterThan(0.5);
  }

  @Test
  void older_values_can_be_forgotten() {
    RecentValues recent = RecentValues.last(5);
    for (int i = 0; i < 12; i++) {
      recent.observe(i < 10 ? 1 : 0.25);
    }
    recent.keep(2);
    assertThat(recent.interval(0.05).orElseThrow().estimate()).isEqualTo(0.25);
    recent.observe(0.75);
    recent.observe(0.75);
    assertThat(recent.interval(0.05).orElseThrow().estimate()).isEqualTo(0.5);
    recent.keep(0);
    assertThat(recent.interval(0.05)).isEmpty();
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    RecentValues straight = RecentValues.last(7);
    RecentValues saved = RecentValues.last(7);
    for (int i = 0; i < 30; i++) {
      straight.observe(i / 30.0);
      saved.observe(i / 30.0);
      saved = RecentValues.fromBytes(saved.toBytes());
      assertThat(saved.interval(0.1)).isEqualTo(straight.interval(0.1));
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes());
  }

  @Test
  void the_largest_state_is_below_one_kibibyte() {
    RecentValues recent = RecentValues.last(480);
    for (int i = 0; i < 1_000; i++) {
      recent.observe(0.5);
    }
    assertThat(recent.toBytes()).hasSizeLessThan(1_024);
    assertThatThrownBy(() -> RecentValues.last(481)).hasMessageContaining("the capacity");
  }
}
