package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.statistics.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockDoublingTest {
  private static BlockDoubling after(int values, double phi, Draws draws) {
    BlockDoubling rule = BlockDoubling.start();
    double x = draws.normal();
    for (int t = 0; t < values; t++) {
      rule.observe(Math.clamp(0.5 + 0.1 * x, 0.0, 1.0));
      x = phi * x + Math.sqrt(1 - phi * phi) * draws.normal();
    }
    return rule;
  }

  // Theory: means of B values of an AR(1) series have lag-1 correlation φ(1−φ^B)²/(B(1−φ²) −
  // 2φ(1−φ^B)); it is at most .05 from B = 8 on for φ = .3 and from B = 32 on for φ = .7.
  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0.3, 8, 16", "0.7, 32, 64", "0.99, 256, 256"})
  void blocks_are_as_long_as_theory_says(double phi, int least, int most) {
    BlockDoubling rule = after(200_000, phi, new Draws(41));
    assertThat(rule.blockSize(0)).isBetween(least, most);
  }

  @Test
  void noise_is_rarely_taken_for_correlation_with_an_allowance() {
    Draws draws = new Draws(42);
    int plain = 0;
    int allowed = 0;
    for (int run = 0; run < 1_000; run++) {
      BlockDoubling rule = after(100, 0, draws);
      plain += rule.blockSize(0) > 1 ? 1 : 0;
      allowed += rule.blockSize(1.645) > 1 ? 1 : 0;
    }
    assertThat(plain).isBetween(150, 350);
    assertThat(allowed).isLessThan(50);
  }

  @Test
  void few_values_and_equal_values_stay_as_they_are() {
    assertThat(after(10, 0.9, new Draws(1)).blockSize(0)).isEqualTo(1);
    BlockDoubling rule = BlockDoubling.start();
    for (int t = 0; t < 1_000; t++) {
      rule.observe(1);
    }
    assertThat(rule.blockSize(0)).isEqualTo(1);
  }

  @Test
  void it_follows_every_block_size_at_once() {
    BlockDoubling rule = after(1_000, 0.5, new Draws(7));
    Draws draws = new Draws(7);
    LagOneCorrelation fours = LagOneCorrelation.start();
    double x = draws.normal();
    double sum = 0;
    for (int t = 0; t < 1_000; t++) {
      sum += Math.clamp(0.5 + 0.1 * x, 0.0, 1.0);
      x = 0.5 * x + Math.sqrt(0.75) * draws.normal();
      if (t % 4 == 3) {
        fours.observe(sum / 4);
        sum = 0;
      }
    }
    var known = (LagOneCorrelation.Known) rule.correlation(4);
    assertThat(known.samples()).isEqualTo(250);
    assertThat(known.phi()).isCloseTo(fours.phi(), org.assertj.core.api.Assertions.within(1e-9));
    assertThatThrownBy(() -> rule.correlation(3)).hasMessageContaining("a power of 2, not 3");
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    BlockDoubling straight = BlockDoubling.start();
    BlockDoubling saved = BlockDoubling.start();
    Draws draws = new Draws(3);
    for (int t = 0; t < 700; t++) {
      double value = draws.uniform();
      straight.observe(value);
      saved.observe(value);
      saved = BlockDoubling.fromBytes(saved.toBytes());
      assertThat(saved.blockSize(0)).isEqualTo(straight.blockSize(0));
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(655);
    byte[] whole = straight.toBytes();
    byte[] damaged = Arrays.copyOf(whole, whole.length - 1);
    assertThatThrownBy(() -> BlockDoubling.fromBytes(damaged)).hasMessageContaining("damaged");
  }
}
