package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SeasonalProfileTest {
  private static final long HOUR = 3_600_000;
  private static final long WEEK = 168 * HOUR;

  private static double level(long at) {
    return 0.7 + 0.2 * Math.sin(2 * Math.PI * (at % (24 * HOUR)) / (24.0 * HOUR));
  }

  @Test
  void a_learnt_cycle_is_taken_out_and_a_change_is_left_at_half_its_size() {
    Draws random = new Draws(1);
    SeasonalProfile profile = SeasonalProfile.start(2 * WEEK);
    double[] night = new double[2];
    double[] day = new double[2];
    for (long at = 0; at < 4 * WEEK; at += HOUR / 20) {
      double drop = at < 3 * WEEK ? 0 : 0.1;
      double value = Math.clamp(level(at) - drop + 0.05 * random.normal(), 0, 1);
      OptionalDouble result = profile.observe(value, at);
      assertThat(result.isPresent()).isEqualTo(at >= 2 * WEEK);
      if (result.isPresent()) {
        double[] sums = at % (24 * HOUR) < 12 * HOUR ? day : night;
        sums[at < 3 * WEEK ? 0 : 1] += result.getAsDouble() / (7 * 12 * 20);
      }
    }
    assertThat(day[0]).isCloseTo(0.5, within(0.01));
    assertThat(night[0]).isCloseTo(0.5, within(0.01));
    assertThat(day[1]).isCloseTo(0.45, within(0.01));
    assertThat(night[1]).isCloseTo(0.45, within(0.01));
    assertThat(profile.value(0.5)).as("on the scale of the values").isCloseTo(0.7, within(0.01));
  }

  @Test
  void an_hour_without_values_has_the_mean_of_all() {
    SeasonalProfile profile = SeasonalProfile.start(HOUR);
    profile.observe(0.2, 0);
    assertThat(profile.observe(0.2, 5 * HOUR)).hasValue(0.5);
  }

  @Test
  void a_saved_state_goes_on_alike_at_any_moment() {
    Draws random = new Draws(2);
    SeasonalProfile whole = SeasonalProfile.start(WEEK);
    SeasonalProfile saved = SeasonalProfile.start(WEEK);
    for (long at = 0; at < 2 * WEEK; at += HOUR) {
      double value = random.uniform();
      saved = SeasonalProfile.fromBytes(saved.toBytes());
      assertThat(saved.observe(value, at)).isEqualTo(whole.observe(value, at));
    }
  }
}
