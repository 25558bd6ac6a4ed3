package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream still knows, and how little it keeps, once its baseline has stopped growing. */
class FrozenStreamTest {
  private static final AlarmLimits LIMITS = new AlarmBudget(1, 10).forStream(100_000);
  private static final long START = 1_700_000_000_000L;

  private final Draws draws = new Draws(23);

  private static double lowerBound(DriftStream stream, AlarmLimits limits) {
    return ((DriftVerdict.Steady) stream.verdict(limits)).baseline().lowerBound();
  }

  @Test
  void a_bound_asked_for_at_another_level_after_the_freeze_is_one_that_holds_there() {
    DriftStream stream = DriftStream.start(new DriftSettings(100, 500, 0, 0.05, 0));
    for (int t = 0; t < 600; t++) {
      stream.observe(draws.beta(8, 2), START + t, LIMITS);
    }
    double before = lowerBound(stream, LIMITS);
    AlarmLimits stricter = new AlarmLimits(LIMITS.limit(), LIMITS.baselineLevel() / 10);
    stream.observe(draws.beta(8, 2), START + 601, stricter);
    assertThat(lowerBound(stream, stricter)).isLessThan(before).isGreaterThan(before - 0.02);
    stream.observe(draws.beta(8, 2), START + 602, LIMITS);
    assertThat(lowerBound(stream, LIMITS)).isCloseTo(before, within(2e-5));
  }

  @ParameterizedTest
  @CsvSource({"0, 800", "3600000, 900"})
  void it_is_small_whatever_its_phase(long epochLength, int most) {
    DriftStream stream = DriftStream.start(new DriftSettings(100, 2_000, 0, 0.05, 0), epochLength);
    int growing = 0;
    for (int t = 1; t <= 6_000; t++) {
      boolean fallen = t > 4_000 && t < 5_000;
      long at = START + 1_000L * t;
      stream.observe(fallen ? 0.5 * draws.beta(8, 2) : draws.beta(8, 2), at, LIMITS);
      if (epochLength > 0 && t == 4_500) {
        stream.alarm(at, 1_000);
      }
      int size = stream.toBytes().length;
      growing = Math.max(growing, size);
      if (t > 2_000) {
        assertThat(size).isLessThan(most);
      }
    }
    assertThat(growing).isLessThan(1_200 + 4 * 2_000);
  }
}
