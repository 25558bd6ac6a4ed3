package io.homeostat.statistics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class RateRiseTest {
  // Fisher 1935, the lady tasting tea: 3 of 4 right gives 17/70.
  @Test
  void p_value_equals_the_tea_experiment() {
    RateRise rise = RateRise.fisher(1, 4, 3, 4);
    assertThat(rise.pValue()).isCloseTo(17 / 70.0, within(1e-12));
    assertThat(rise.before()).isEqualTo(0.25);
    assertThat(rise.after()).isEqualTo(0.75);
    assertThat(RateRise.fisher(0, 4, 4, 4).pValue()).isCloseTo(1 / 70.0, within(1e-12));
  }

  @Test
  void a_rate_that_fell_or_never_showed_has_not_risen() {
    assertThat(RateRise.fisher(5, 10, 0, 10).pValue()).isEqualTo(1);
    assertThat(RateRise.fisher(0, 10, 0, 10).pValue()).isEqualTo(1);
    assertThat(RateRise.fisher(500, 1_000, 10, 1_000).risen(0.05)).isFalse();
  }

  @Test
  void corrections_that_rise_from_one_to_twenty_percent_are_seen() {
    assertThat(RateRise.fisher(3, 300, 12, 60).risen(0.001)).isTrue();
  }

  @Test
  void an_unchanged_rate_is_called_risen_in_at_most_alpha() {
    Draws draws = new Draws(131);
    int risen = 0;
    int runs = 4_000;
    for (int run = 0; run < runs; run++) {
      int before = 0;
      int after = 0;
      for (int i = 0; i < 100; i++) {
        before += draws.chance(0.1) ? 1 : 0;
        after += i < 50 && draws.chance(0.1) ? 1 : 0;
      }
      risen += RateRise.fisher(before, 100, after, 50).risen(0.05) ? 1 : 0;
    }
    // At most 200; z = 4.5.
    assertThat(risen).isLessThan(262);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> RateRise.fisher(5, 4, 0, 4))
        .hasMessage("the cases before must lie in [0, 4] but is 5");
    assertThatThrownBy(() -> RateRise.fisher(0, 0, 0, 4)).hasMessageContaining("the total before");
    assertThatThrownBy(() -> RateRise.fisher(0, 4, 0, 4).risen(0))
        .hasMessageContaining("the level");
  }
}
