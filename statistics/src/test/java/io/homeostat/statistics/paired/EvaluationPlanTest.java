package io.homeostat.statistics.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationPlanTest {
  // Published: n ≥ 6.18·share/margin² per capability.
  @Test
  void items_equal_the_published_numbers() {
    EvaluationPlan plan = new EvaluationPlan(0.02, 0.04, 5, 0.05, 0.8);
    assertThat(plan.itemsPerCapability()).isEqualTo(619);
    assertThat(plan.items()).isEqualTo(3_095);
    assertThat(new EvaluationPlan(0.05, 0.04, 1, 0.05, 0.8).itemsPerCapability()).isEqualTo(99);
  }

  @Test
  void several_capabilities_seldom_pass_together_unless_each_has_more_items() {
    EvaluationPlan plan = new EvaluationPlan(0.02, 0.04, 5, 0.05, 0.8);
    assertThat(plan.chanceThatAllPass()).isCloseTo(0.32768, within(1e-12));
    // (1.644854 + z(.8^(1/5) = .956352) = 1.709616)² · .04/.0004
    assertThat(plan.itemsPerCapabilityForAll()).isEqualTo(1_126);
    EvaluationPlan single = new EvaluationPlan(0.02, 0.04, 1, 0.05, 0.8);
    assertThat(single.itemsPerCapabilityForAll()).isEqualTo(single.itemsPerCapability());
  }

  // 1 − .025^(1/183) < .02: that many items that all agree show a loss below .02.
  @Test
  void releases_that_hardly_differ_still_need_items() {
    EvaluationPlan plan = new EvaluationPlan(0.02, 0.0001, 1, 0.05, 0.8);
    assertThat(plan.itemsPerCapability()).isEqualTo(183);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> new EvaluationPlan(0, 0.04, 1, 0.05, 0.8))
        .hasMessageContaining("the margin must lie strictly between 0.0 and 1.0");
    assertThatThrownBy(() -> new EvaluationPlan(0.02, 1.4, 1, 0.05, 0.8))
        .hasMessageContaining("the discordance");
    assertThatThrownBy(() -> new EvaluationPlan(0.02, 0.04, 0, 0.05, 0.8))
        .hasMessageContaining("the number of capabilities");
  }
}
