package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class DriftStreamTest {
  private static final DriftSettings SETTINGS = new DriftSettings(100, 500, 0, 0.05, 100_000);
  private static final AlarmLimits LIMITS = new AlarmBudget(1, 10).forStream(100_000);

  private final Draws draws = new Draws(23);
  private DriftStream stream = DriftStream.start(SETTINGS);
  private long now;

  private double good() {
    return draws.beta(18, 2);
  }

  private double bad() {
    return draws.beta(4, 6);
  }

  private void feed(int values, DoubleSupplier source) {
    for (int i = 0; i < values; i++) {
      now += 1_000;
      stream.observe(source.getAsDouble(), now, LIMITS);
    }
  }

  private DriftVerdict verdict() {
    return stream.verdict(LIMITS);
  }

  private DriftVerdict.Drifting drifting() {
    assertThat(verdict()).isInstanceOf(DriftVerdict.Drifting.class);
    return (DriftVerdict.Drifting) verdict();
  }

  private DriftVerdict.Steady steady() {
    assertThat(verdict()).isInstanceOf(DriftVerdict.Steady.class);
    return (DriftVerdict.Steady) verdict();
  }

  @Test
  void nothing_is_said_before_the_minimum() {
    feed(99, this::good);
    assertThat(verdict()).isEqualTo(new DriftVerdict.NotEnoughData(99, 100, 1));
    assertThat(stream.expectedDelay(0.1, LIMITS)).isInfinite();
    feed(1, this::good);
    assertThat(steady().baseline().samples()).isEqualTo(100);
  }

  @Test
  void the_reference_lies_below_the_bound_of_the_baseline_and_follows_its_growth() {
    feed(100, this::good);
    DriftVerdict.BaselineSummary early = steady().baseline();
    feed(900, this::good);
    DriftVerdict.BaselineSummary late = steady().baseline();
    assertThat(early.frozen()).isFalse();
    assertThat(late.frozen()).isTrue();
    assertThat(late.samples()).isEqualTo(500);
    assertThat(late.smallestDetectableDrop())
        .isCloseTo(late.mean() - late.lowerBound() + 0.025, within(1e-12))
        .isLessThan(early.smallestDetectableDrop())
        .isLessThan(0.06);
  }

  @Test
  void a_drop_is_found_dated_measured_and_its_end_is_found_too() {
    feed(700, this::good);
    long change = now + 1_000;
    double expected = stream.expectedDelay(0.5, LIMITS);
    feed(60, this::bad);
    DriftVerdict.Drifting drift = drifting();
    assertThat(drift.since()).isCloseTo(change, within(5_000L));
    assertThat((drift.alarmedAt() - change) / 1_000.0).isLessThan(3 * expected);
    assertThat(drift.alarm().logEvidence()).isGreaterThanOrEqualTo(Math.log(LIMITS.limit()));
    assertThat(drift.drop().orElseThrow()).isCloseTo(0.5, within(0.1));
    assertThat(drift.current().orElseThrow().upper()).isLessThan(drift.baseline().mean());

    feed(2_000, this::bad);
    assertThat(drifting().since()).isEqualTo(drift.since());
    feed(400, this::good);
    assertThat(steady().recovered()).isTrue();
    assertThat(steady().baseline()).isEqualTo(drift.baseline());
  }

  @Test
  void a_repair_is_tested_from_its_own_start() {
    feed(700, this::good);
    feed(2_000, this::bad);
    stream.serviceChanged();
    assertThat(drifting().current()).isEmpty();
    assertThat(drifting().drop()).isEmpty();
    feed(150, this::good);
    assertThat(steady().recovered()).isTrue();
  }

  @Test
  void a_change_of_the_service_means_nothing_without_a_drift() {
    feed(700, this::good);
    byte[] before = stream.toBytes();
    stream.serviceChanged();
    assertThat(stream.toBytes()).isEqualTo(before);
  }

  @Test
  void the_baseline_does_not_grow_while_scores_are_down() {
    feed(200, this::good);
    feed(60, this::bad);
    int samples = drifting().baseline().samples();
    feed(300, this::bad);
    assertThat(drifting().baseline().samples()).isEqualTo(samples);
  }

  @Test
  void watched_values_of_another_release_can_alarm_and_recover_but_never_move_the_baseline() {
    feed(200, this::good);
    DriftVerdict.BaselineSummary baseline = steady().baseline();
    for (int i = 0; i < 300; i++) {
      assertThat(stream.watch(good(), now++, LIMITS)).isTrue();
    }
    assertThat(steady().baseline()).isEqualTo(baseline);
    while (stream.watch(bad(), now++, LIMITS)) {
      assertThat(stream.phase()).isEqualTo(DriftPhase.STEADY);
    }
    assertThat(drifting().baseline()).isEqualTo(baseline);
    for (int i = 0; i < 400; i++) {
      stream.watch(good(), now++, LIMITS);
    }
    assertThat(steady().recovered()).isTrue();
  }

  @Test
  void the_phase_says_what_the_verdict_says() {
    assertThat(stream.phase()).isEqualTo(DriftPhase.LEARNING);
    feed(100, this::good);
    assertThat(stream.phase()).isEqualTo(DriftPhase.STEADY);
    feed(60, this::bad);
    assertThat(stream.phase()).isEqualTo(DriftPhase.DRIFTING);
    stream = DriftStream.start(SETTINGS);
    feed(100, () -> 0);
    assertThat(stream.phase()).isEqualTo(DriftPhase.NOT_MONITORABLE);
  }

  @Test
  void a_drop_soon_after_a_recovery_is_the_same_drift() {
    feed(600, this::good);
    feed(60, this::bad);
    long since = drifting().since();
    feed(300, this::good);
    assertThat(steady().recovered()).isTrue();
    now += 1_000_000;
    feed(60, this::bad);
    long second = drifting().since();
    assertThat(second).isGreaterThan(since);
    while (verdict() instanceof DriftVerdict.Drifting) {
      feed(1, this::good);
    }
    feed(30, this::bad);
    assertThat(drifting().since()).isEqualTo(second);
  }

  @Test
  void a_stream_without_room_below_is_not_monitorable() {
    feed(600, () -> draws.binary(0.02));
    assertThat(verdict()).isInstanceOf(DriftVerdict.NotMonitorable.class);
    assertThat(((DriftVerdict.NotMonitorable) verdict()).reference()).isLessThan(0.01);
    assertThat(stream.expectedDelay(0.01, LIMITS)).isInfinite();
  }

  @Test
  void continues_exactly_from_saved_bytes_in_every_phase() {
    DriftStream straight = DriftStream.start(SETTINGS);
    for (int t = 1; t <= 1_800; t++) {
      double value = t <= 700 || t > 1_000 ? good() : bad();
      straight.observe(value, t, LIMITS);
      stream.observe(value, t, LIMITS);
      stream = DriftStream.fromBytes(stream.toBytes());
      if (t % 20 == 0) {
        assertThat(verdict()).isEqualTo(straight.verdict(LIMITS));
      }
    }
    assertThat(steady().recovered()).isTrue();
    assertThat(stream.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(800);
    assertThat(stream.settings()).isEqualTo(SETTINGS);
  }

  @Test
  void a_stream_that_is_judged_with_others_alarms_only_when_it_is_told_to() {
    stream = DriftStream.start(SETTINGS, 3_600_000);
    assertThat(stream.shared()).isEmpty();
    feed(600, this::good);
    assertThatThrownBy(() -> DriftStream.start(SETTINGS).alarm(now, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LEARNING");
    feed(200, this::bad);
    assertThat(stream.phase()).isEqualTo(DriftPhase.STEADY);
    double evidence = stream.shared().orElseThrow().stronger().logEvidence();
    assertThat(evidence).isGreaterThan(Math.log(10_000));
    stream = DriftStream.fromBytes(stream.toBytes());
    assertThat(stream.shared().orElseThrow().stronger().logEvidence()).isEqualTo(evidence);
    stream.alarm(now, 10_000);
    assertThat(drifting().alarm().logEvidence()).isEqualTo(evidence);
    assertThat(drifting().since()).isBetween(600_000L, 630_000L);
    assertThat(stream.shared()).as("a drift is ended by the test of recovery").isEmpty();
    stream = DriftStream.fromBytes(stream.toBytes());
    feed(300, this::good);
    assertThat(steady().recovered()).isTrue();
  }

  @Test
  void autocorrelated_values_are_judged_in_blocks_and_the_verdict_says_so() {
    double[] level = {0};
    DoubleSupplier correlated =
        () -> {
          level[0] = 0.6 * level[0] + 0.8 * draws.normal();
          return Math.clamp(0.8 + 0.1 * level[0], 0.0, 1.0);
        };
    feed(100, correlated);
    assertThat(((DriftVerdict.NotEnoughData) verdict()).blockSize()).isGreaterThanOrEqualTo(4);
    feed(20_000, correlated);
    DriftVerdict.BaselineSummary baseline = steady().baseline();
    assertThat(baseline.frozen()).isTrue();
    assertThat(baseline.samples()).isBetween(500, 1_000);
    assertThat(baseline.blockSize()).isBetween(8, 64);
    assertThat(baseline.deviation()).isLessThan(0.2 / Math.sqrt(baseline.blockSize()));
    double delay = stream.expectedDelay(0.3, LIMITS);
    feed((int) (3 * delay), () -> draws.chance(0.375) ? 0 : correlated.getAsDouble());
    assertThat(drifting().baseline()).isEqualTo(baseline);
    assertThat(drifting().drop().orElseThrow()).isCloseTo(0.3, within(0.15));
  }

  @Test
  void a_block_that_another_release_has_a_part_in_is_not_learnt() {
    feed(100, () -> now / 1_000 % 20 < 10 ? 0.7 : 0.9);
    int blockSize = ((DriftVerdict.NotEnoughData) verdict()).blockSize();
    assertThat(blockSize).isGreaterThanOrEqualTo(4);
    int samples = ((DriftVerdict.NotEnoughData) verdict()).samples();
    for (int block = 0; block < 10; block++) {
      stream.watch(0.8, now, LIMITS);
      feed(blockSize - 1, this::good);
    }
    assertThat(((DriftVerdict.NotEnoughData) verdict()).samples()).isEqualTo(samples);
    feed(blockSize, this::good);
    assertThat(((DriftVerdict.NotEnoughData) verdict()).samples()).isEqualTo(samples + 1);
  }

  @Test
  void bad_values_settings_and_bytes_are_refused() {
    assertThatThrownBy(() -> stream.observe(Double.NaN, 1, LIMITS))
        .hasMessage("a value must lie in [0.0, 1.0] but is NaN");
    assertThatThrownBy(() -> new DriftSettings(5, 500, 0, 0.05, 0))
        .hasMessageContaining("minimumSamples must lie in [10, 500]");
    assertThatThrownBy(() -> new DriftSettings(100, 500, 0, 0, 0))
        .hasMessageContaining("smallestDropThatMatters");
    assertThatThrownBy(() -> DriftStream.fromBytes(new byte[] {5, 4, 0}))
        .hasMessageContaining("ends too early");
  }

  @Test
  void watched_values_are_held_against_the_baseline_and_never_become_part_of_it() {
    feed(300, this::good);
    int samples = steady().baseline().samples();
    for (int i = 0; i < 50; i++) {
      assertThat(stream.watch(good(), now += 1_000, LIMITS)).isTrue();
    }
    assertThat(steady().baseline().samples()).isEqualTo(samples);
    for (int i = 0; i < 100; i++) {
      stream.watch(bad(), now += 1_000, LIMITS);
    }
    assertThat(drifting().baseline().samples()).isEqualTo(samples);
  }

  @Test
  void phase_says_the_same_as_the_verdict() {
    assertThat(stream.phase()).isEqualTo(DriftPhase.LEARNING);
    feed(300, this::good);
    assertThat(stream.phase()).isEqualTo(DriftPhase.STEADY);
    feed(100, this::bad);
    assertThat(stream.phase()).isEqualTo(DriftPhase.DRIFTING);
    stream = DriftStream.start(SETTINGS);
    feed(300, () -> 0.02);
    assertThat(stream.phase()).isEqualTo(DriftPhase.NOT_MONITORABLE);
    assertThat(verdict()).isInstanceOf(DriftVerdict.NotMonitorable.class);
  }
}
