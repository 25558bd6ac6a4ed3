package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.distribution.BetaScores;
import org.junit.jupiter.api.Test;

/**
 * Oracles are mean run lengths of the test itself, simulated: Beta(8, 2) scores, α = .05, pairs
 * until the decision.
 */
class CanaryOutlookTest {
  private static final double LIMIT = Math.log(20);
  private static final double BETA = new BetaScores(8, 2).deviation() * Math.sqrt(2);

  private static double promotion(double deviation, double margin) {
    return new CanaryOutlook(deviation, -margin, LIMIT).blocks(margin).orElseThrow();
  }

  private static double rollback(double loss) {
    return new CanaryOutlook(BETA, 0, LIMIT).blocks(loss).orElseThrow();
  }

  @Test
  void an_equal_candidate_takes_as_long_as_simulated_ones_did() {
    assertThat(promotion(BETA, 0.02)).isCloseTo(602, within(0.25 * 602));
    double binary95 = Math.sqrt(2 * 0.95 * 0.05);
    double binary80 = Math.sqrt(2 * 0.8 * 0.2);
    assertThat(promotion(binary95, 0.05)).isCloseTo(335, within(0.25 * 335));
    assertThat(promotion(binary95, 0.02)).isCloseTo(1_716, within(0.25 * 1_716));
    assertThat(promotion(binary80, 0.05)).isCloseTo(969, within(0.25 * 969));
  }

  @Test
  void a_worse_candidate_takes_as_long_as_simulated_ones_did() {
    assertThat(rollback(0.02)).isCloseTo(614, within(0.25 * 614));
    assertThat(rollback(0.05)).isCloseTo(150, within(0.25 * 150));
    assertThat(rollback(0.10)).isCloseTo(66, within(0.25 * 66));
  }

  @Test
  void the_smallest_gain_of_a_number_of_blocks_takes_that_number() {
    CanaryOutlook outlook = new CanaryOutlook(BETA, 0, LIMIT);
    for (double blocks : new double[] {80, 500, 20_000}) {
      double gain = outlook.smallestGain(blocks).orElseThrow();
      assertThat(outlook.blocks(gain).orElseThrow()).isCloseTo(blocks, within(blocks * 1e-3));
    }
    assertThat(outlook.smallestGain(3)).as("no effect is shown by three").isEmpty();
  }

  @Test
  void what_is_not_there_is_never_shown() {
    CanaryOutlook outlook = new CanaryOutlook(BETA, 0, LIMIT);
    assertThat(outlook.blocks(0)).isEmpty();
    assertThat(outlook.blocks(-0.1)).isEmpty();
    assertThatThrownBy(() -> new CanaryOutlook(Double.NaN, 0, 3))
        .hasMessageContaining("the deviation of differences");
    assertThatThrownBy(() -> new CanaryOutlook(0.1, 1, 3)).hasMessageContaining("the hurdle");
  }
}
