package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AlarmBudgetTest {
  @Test
  void the_limits_spend_exactly_the_budget() {
    AlarmBudget budget = new AlarmBudget(1, 60);
    double falseAlarms = 0;
    for (int stream = 1; stream <= 60; stream++) {
      double valuesPerMonth = 1_000.0 * stream;
      falseAlarms += valuesPerMonth / budget.forStream(valuesPerMonth).limit();
    }
    assertThat(falseAlarms).isCloseTo(1, within(1e-9));
    assertThat(budget.forStream(30_000).limit()).isEqualTo(60 * 30_000.0);
  }

  @Test
  void a_tenth_of_the_budget_goes_to_the_baselines() {
    assertThat(new AlarmBudget(0.23, 60).baselineLevel()).isCloseTo(3.83e-4, within(1e-6));
    assertThat(new AlarmBudget(100, 1).baselineLevel()).isEqualTo(0.05);
  }

  @Test
  void a_stream_with_hardly_any_values_gets_the_lowest_limit() {
    assertThat(new AlarmBudget(10, 1).forStream(2).limit()).isEqualTo(1);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> new AlarmBudget(0, 1)).hasMessageContaining("falseAlarms.perMonth");
    assertThatThrownBy(() -> new AlarmBudget(1, 0)).hasMessageContaining("the number of streams");
    assertThatThrownBy(() -> new AlarmBudget(1, 1).forStream(Double.NaN))
        .hasMessageContaining("values per month");
  }
}
