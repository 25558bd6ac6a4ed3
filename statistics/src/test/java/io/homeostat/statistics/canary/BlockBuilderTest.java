package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class BlockBuilderTest {
  private BlockBuilder block = new BlockBuilder();

  @Test
  void a_block_closes_when_both_arms_have_a_unit() {
    assertThat(block.observe(Arm.CONTROL, 0.5)).isNaN();
    assertThat(block.observe(Arm.CONTROL, 1)).isNaN();
    assertThat(block.observe(Arm.CANDIDATE, 1)).isCloseTo(0.25, within(1e-12));
    assertThat(block.observe(Arm.CANDIDATE, 0.5)).isNaN();
    assertThat(block.observe(Arm.CONTROL, 1)).isCloseTo(-0.5, within(1e-12));
  }

  @Test
  void a_dropped_block_leaves_nothing_behind() {
    block.observe(Arm.CONTROL, 0);
    block.drop();
    assertThat(block.observe(Arm.CANDIDATE, 1)).isNaN();
    assertThat(block.observe(Arm.CONTROL, 1)).isZero();
  }

  @Test
  void unequal_shares_do_not_bias_the_difference() {
    Draws draws = new Draws(51);
    double sum = 0;
    int blocks = 0;
    while (blocks < 40_000) {
      Arm arm = draws.chance(0.05) ? Arm.CANDIDATE : Arm.CONTROL;
      double difference = block.observe(arm, draws.beta(8, 2));
      if (!Double.isNaN(difference)) {
        sum += difference;
        blocks++;
      }
    }
    assertThat(sum / blocks).isCloseTo(0, within(4.5 * 0.16 / Math.sqrt(blocks)));
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    BlockBuilder straight = new BlockBuilder();
    Draws draws = new Draws(52);
    for (int t = 0; t < 200; t++) {
      Arm arm = draws.chance(0.1) ? Arm.CANDIDATE : Arm.CONTROL;
      double value = draws.uniform();
      Double expected = straight.observe(arm, value);
      assertThat(block.observe(arm, value)).isEqualTo(expected);
      block = BlockBuilder.fromBytes(block.toBytes());
    }
    assertThat(block.toBytes()).isEqualTo(straight.toBytes()).hasSize(26);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> block.observe(Arm.CONTROL, Double.NaN))
        .hasMessage("a value must lie in [0.0, 1.0] but is NaN");
    assertThatThrownBy(() -> block.observe(Arm.CANDIDATE, -0.1)).hasMessageContaining("a value");
  }
}
