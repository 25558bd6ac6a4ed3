package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.ShiftDecision.Monitored;
import io.homeostat.statistics.drift.ShiftDecision.NotMonitorable;
import io.homeostat.statistics.drift.ShiftDecision.Side;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MeanShiftESrTest {
  @Property(tries = 100)
  void a_rise_is_a_drop_of_the_mirrored_values(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 1) Double> valuesList) {
    double[] values = valuesList.stream().mapToDouble(Double::doubleValue).toArray();
    MeanShiftESr drop = MeanShiftESr.drop(0.6, 0.2, 0.05);
    MeanShiftESr rise = MeanShiftESr.rise(0.4, 0.2, 0.05);
    for (int t = 0; t < values.length; t++) {
      drop.observe(values[t], t);
      rise.observe(1 - values[t], t);
    }
    assertThat(rise.logEvidence()).isCloseTo(drop.logEvidence(), within(1e-9));
  }

  @Test
  void two_sided_evidence_is_the_mean_of_both_sides() {
    MeanShiftESr both = MeanShiftESr.twoSided(0.4, 0.6, 0.2, 0.05);
    MeanShiftESr drop = MeanShiftESr.drop(0.4, 0.2, 0.05);
    MeanShiftESr rise = MeanShiftESr.rise(0.6, 0.2, 0.05);
    Draws draws = new Draws(61);
    for (int t = 0; t < 50; t++) {
      double value = draws.uniform();
      both.observe(value, t);
      drop.observe(value, t);
      rise.observe(value, t);
      double mean = (Math.exp(drop.logEvidence()) + Math.exp(rise.logEvidence())) / 2;
      assertThat(Math.exp(both.logEvidence())).isCloseTo(mean, within(1e-9 * mean));
    }
  }

  @Test
  void false_alarms_stay_within_values_over_limit_on_both_sides_together() {
    Draws draws = new Draws(62);
    MeanShiftESr both = MeanShiftESr.twoSided(0.8, 0.8001, 0.12, 0.05);
    int alarms = 0;
    for (int t = 1; t <= 100_000; t++) {
      both.observe(draws.beta(8, 2), t);
      if (((Monitored) both.decide(100)).evidence().alarm()) {
        alarms++;
        both.restart();
      }
    }
    // The expectation is at most 1000; z = 4.5.
    assertThat(alarms).isLessThan(1_143);
  }

  @Test
  void a_rise_and_a_drop_are_found_and_told_apart() {
    Draws draws = new Draws(63);
    MeanShiftESr both = MeanShiftESr.twoSided(0.45, 0.55, 0.2, 0.05);
    for (int t = 1; t <= 400; t++) {
      both.observe(t <= 300 ? draws.beta(5, 5) : draws.beta(7, 3), t);
    }
    Monitored risen = (Monitored) both.decide(1e4);
    assertThat(risen.side()).isEqualTo(Side.RISE);
    assertThat(risen.evidence().alarm()).isTrue();
    assertThat(risen.evidence().since()).isCloseTo(301, within(15L));
    both.restart();
    for (int t = 1; t <= 100; t++) {
      both.observe(draws.beta(3, 7), t);
    }
    Monitored fallen = (Monitored) both.decide(1e4);
    assertThat(fallen.side()).isEqualTo(Side.DROP);
    assertThat(fallen.evidence().alarm()).isTrue();
  }

  @Test
  void a_side_without_room_is_not_monitorable() {
    MeanShiftESr rise = MeanShiftESr.rise(0.995, 0.05, 0.05);
    rise.observe(1, 1);
    assertThat(rise.decide(2)).isEqualTo(new NotMonitorable(Side.RISE, 0.995));
    assertThat(MeanShiftESr.drop(-0.02, 0.05, 0.05).decide(2))
        .isEqualTo(new NotMonitorable(Side.DROP, -0.02));
    MeanShiftESr both = MeanShiftESr.twoSided(0.9, 1.03, 0.05, 0.05);
    MeanShiftESr drop = MeanShiftESr.drop(0.9, 0.05, 0.05);
    assertThat(both.monitors(Side.RISE)).isFalse();
    both.observe(0.5, 1);
    drop.observe(0.5, 1);
    assertThat(both.logEvidence()).isEqualTo(drop.logEvidence());
    assertThat(MeanShiftESr.twoSided(-0.1, 1.1, 0.3, 0.05).decide(2))
        .isInstanceOf(NotMonitorable.class);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    MeanShiftESr straight = MeanShiftESr.twoSided(0.4, 0.6, 0.2, 0.05);
    MeanShiftESr saved = MeanShiftESr.twoSided(0.4, 0.6, 0.2, 0.05);
    Draws draws = new Draws(64);
    for (int t = 0; t < 100; t++) {
      double value = draws.uniform();
      straight.observe(value, t);
      saved.observe(value, t);
      saved = MeanShiftESr.fromBytes(saved.toBytes());
      assertThat(saved.decide(50)).isEqualTo(straight.decide(50));
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThanOrEqualTo(720);
    MeanShiftESr none = MeanShiftESr.rise(1.2, 0.1, 0.05);
    assertThat(MeanShiftESr.fromBytes(none.toBytes()).decide(2)).isEqualTo(none.decide(2));
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> MeanShiftESr.drop(Double.NaN, 0.1, 0.05))
        .hasMessageContaining("a reference mean");
    assertThatThrownBy(() -> MeanShiftESr.twoSided(0.6, 0.5, 0.1, 0.05))
        .hasMessageContaining("must lie below the highest");
    MeanShiftESr none = MeanShiftESr.rise(1.2, 0.1, 0.05);
    assertThatThrownBy(() -> none.observe(-1, 1)).hasMessageContaining("a value");
  }
}
