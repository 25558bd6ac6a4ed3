package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class MonitorPlanTest {
  private static final DriftSettings SETTINGS = new DriftSettings(100, 500, 86_400_000, 0.05, 0);
  private static final AlarmBudget BUDGET = new AlarmBudget(1, 10);

  /** Quantile of the triangular density 2x. */
  private static MonitorPlan plan(DriftSettings settings, double perHour) {
    return MonitorPlan.of(settings, BUDGET, perHour, Math::sqrt, 0.02, 0.1, 0.2);
  }

  @Test
  void the_budget_is_spent_and_the_baseline_takes_its_time() {
    MonitorPlan plan = plan(SETTINGS, 50);
    assertThat(plan.falseAlarmsPerMonth()).isCloseTo(1, within(1e-9));
    assertThat(plan.limits().limit()).isEqualTo(360_000);
    assertThat(plan.hoursToReport()).isEqualTo(2);
    assertThat(plan.hoursToFreeze()).isEqualTo(24);
    assertThat(plan(SETTINGS, 5).hoursToFreeze()).isEqualTo(100);
  }

  @Test
  void the_figures_are_those_of_a_stream_with_such_scores() {
    MonitorPlan plan = plan(SETTINGS, 50);
    double smallest = 0;
    double delay = 0;
    for (int seed = 0; seed < 20; seed++) {
      Draws draws = new Draws(seed);
      DriftStream stream = DriftStream.start(new DriftSettings(100, 500, 0, 0.05, 0));
      for (int t = 1; t <= 500; t++) {
        stream.observe(Math.sqrt(draws.uniform()), t, plan.limits());
      }
      if (stream.verdict(plan.limits()) instanceof DriftVerdict.Steady steady
          && steady.baseline().frozen()) {
        smallest += steady.baseline().smallestDetectableDrop() / 20;
        delay += stream.expectedDelay(0.2, plan.limits()) / 50 / 20;
      }
    }
    assertThat(plan.smallestAtFreeze()).isCloseTo(smallest, within(0.15 * smallest));
    assertThat(plan.delays().getLast().hours()).isCloseTo(delay, within(0.2 * delay));
    assertThat(plan.smallestAtReport()).isGreaterThan(1.5 * plan.smallestAtFreeze());
  }

  @Test
  void what_cannot_be_found_takes_for_ever() {
    assertThat(plan(SETTINGS, 50).delays().getFirst().hours()).isInfinite();
    assertThat(plan(SETTINGS, 50).monitorable()).isTrue();
    MonitorPlan none = MonitorPlan.of(SETTINGS, BUDGET, 50, p -> 0.01, 0.005);
    assertThat(none.monitorable()).isFalse();
    assertThat(none.delays().getFirst().hours()).isInfinite();
    assertThat(none.smallestAtFreeze()).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> plan(SETTINGS, 0)).hasMessageContaining("values per hour");
  }
}
