package io.homeostat.statistics.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
  private final Random random = new Random(5);
  private final LogHistogram histogram = new LogHistogram();

  private double[] feed(int count, double scale) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * Math.exp(random.nextGaussian());
      histogram.observe(values[i]);
    }
    Arrays.sort(values);
    return values;
  }

  @Test
  void a_quantile_is_never_below_and_at_most_nine_percent_above_the_values() {
    double[] sorted = feed(1_500, 300);
    for (double share : new double[] {0.5, 0.9, 0.95, 0.99}) {
      double exact = sorted[(int) Math.ceil(share * sorted.length) - 1];
      assertThat(histogram.quantile(share).orElseThrow()).isBetween(exact, exact * 1.091);
    }
    assertThat(histogram.mean().orElseThrow())
        .isCloseTo(Arrays.stream(sorted).average().orElseThrow(), within(1e-9));
  }

  @Test
  void the_share_above_its_own_quantile_is_what_is_left() {
    double[] sorted = feed(1_500, 300);
    double bound = histogram.quantile(0.95).orElseThrow();
    double exact = Arrays.stream(sorted).filter(value -> value > bound).count() / 1_500.0;
    assertThat(histogram.above(bound)).isCloseTo(exact, within(1e-12)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void too_few_values_have_no_quantile() {
    feed(199, 300);
    assertThat(histogram.quantile(0.95)).isEmpty();
    feed(1, 300);
    assertThat(histogram.quantile(0.95)).isPresent();
  }

  @Test
  void it_follows_what_is_recent() {
    feed(5_000, 100);
    feed(10_000, 1_000);
    assertThat(histogram.quantile(0.5).orElseThrow()).isBetween(900.0, 1_250.0);
    assertThat(histogram.weight()).isBetween(1_000.0, 2_000.0);
  }

  @Test
  void it_is_saved_and_read_again_in_little_space() {
    feed(1_999, 300);
    histogram.observe(0);
    histogram.observe(1e12);
    byte[] bytes = histogram.toBytes();
    LogHistogram read = LogHistogram.fromBytes(bytes);
    assertThat(read.toBytes()).isEqualTo(bytes).hasSizeLessThan(2_048);
    assertThat(read.quantile(0.95)).isEqualTo(histogram.quantile(0.95));
    assertThat(read.weight()).isEqualTo(histogram.weight());
    assertThatThrownBy(() -> histogram.observe(-1)).hasMessageContaining("a measure");
    assertThatThrownBy(() -> LogHistogram.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
