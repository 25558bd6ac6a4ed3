package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

/** The promise of the monitor, simulated through its public classes with baselines of its own. */
class DriftErrorRateTest {
  private static final DriftSettings SETTINGS = new DriftSettings(100, 500, 0, 0.04, 0);

  private static double score(Draws draws, int stream) {
    return switch (stream % 4) {
      case 0 -> draws.beta(8, 2);
      case 1 -> draws.beta(20, 2);
      case 2 -> draws.binary(0.9);
      default -> Math.floor(5 * Math.sqrt(draws.uniform())) / 4;
    };
  }

  @Test
  void sixty_streams_with_estimated_baselines_keep_the_budget() {
    // One month of 2,000 values per stream, ten times: at most 1.1 false alarms a month in all.
    int streams = 60;
    int months = 10;
    int valuesPerMonth = 2_000;
    AlarmLimits limits = new AlarmBudget(1, streams).forStream(valuesPerMonth);
    int alarms = 0;
    for (int month = 0; month < months; month++) {
      for (int k = 0; k < streams; k++) {
        Draws draws = new Draws(1_000L * month + k);
        DriftStream stream = DriftStream.start(SETTINGS);
        for (int t = 1; t <= valuesPerMonth; t++) {
          stream.observe(Math.min(1, score(draws, k)), t, limits);
        }
        alarms += stream.verdict(limits) instanceof DriftVerdict.Drifting ? 1 : 0;
      }
    }
    // Poisson 99 % for an expectation of 11 is 19.
    assertThat(alarms).isLessThanOrEqualTo(19);
  }

  @Test
  void the_same_streams_are_all_found_when_they_drop() {
    int streams = 60;
    AlarmLimits limits = new AlarmBudget(1, streams).forStream(2_000);
    int found = 0;
    for (int k = 0; k < streams; k++) {
      Draws draws = new Draws(77 + k);
      DriftStream stream = DriftStream.start(SETTINGS);
      for (int t = 1; t <= 600; t++) {
        stream.observe(Math.min(1, score(draws, k)), t, limits);
      }
      for (int t = 601; t <= 1_000; t++) {
        double value = draws.chance(0.3) ? 0 : Math.min(1, score(draws, k));
        stream.observe(value, t, limits);
      }
      found += stream.verdict(limits) instanceof DriftVerdict.Drifting ? 1 : 0;
    }
    assertThat(found).isEqualTo(streams);
  }
}
