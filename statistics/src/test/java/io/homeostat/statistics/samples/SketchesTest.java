package io.homeostat.statistics.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SketchesTest {
  private static Moments moments(double[] values, int from, int to) {
    Moments moments = new Moments();
    for (int i = from; i < to; i++) {
      moments.observe(values[i]);
    }
    return moments;
  }

  @Property(tries = 100)
  void merged_moments_are_those_of_all_values_in_any_order(
      @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = -1e6, max = 1e6) Double> sample,
      @ForAll @IntRange(max = 40) int cut) {
    double[] values = sample.stream().mapToDouble(v -> v).toArray();
    int at = Math.min(cut, values.length);
    Moments whole = moments(values, 0, values.length);
    Moments left = moments(values, 0, at);
    Moments right = moments(values, at, values.length);
    Moments forth = Moments.fromBytes(left.toBytes());
    forth.merge(right);
    Moments back = Moments.fromBytes(right.toBytes());
    back.merge(left);
    for (Moments merged : new Moments[] {forth, back}) {
      assertThat(merged.count()).isEqualTo(whole.count());
      assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-6));
      assertThat(merged.variance()).isCloseTo(whole.variance(), within(1e-9 * 1e12));
      assertThat(merged.lowest()).isEqualTo(whole.lowest());
      assertThat(merged.highest()).isEqualTo(whole.highest());
    }
  }

  @Test
  void moments_keep_their_digits_far_from_zero() {
    Moments moments = moments(new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}, 0, 4);
    assertThat(moments.mean()).isEqualTo(1e9 + 10);
    assertThat(moments.variance()).isEqualTo(30);
  }

  @Test
  void moments_continue_exactly_from_saved_bytes() {
    Draws draws = new Draws(631);
    Moments straight = new Moments();
    Moments saved = new Moments();
    for (int i = 0; i < 50; i++) {
      double value = draws.normal();
      straight.observe(value);
      saved.observe(value);
      saved = Moments.fromBytes(saved.toBytes());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(42);
  }

  @Test
  void no_values_have_no_moments() {
    assertThat(new Moments().mean()).isNaN();
    assertThat(new Moments().variance()).isNaN();
    Moments merged = new Moments();
    merged.merge(new Moments());
    assertThat(merged.count()).isZero();
    assertThat(Moments.fromBytes(merged.toBytes()).count()).isZero();
  }

  @Test
  void quantiles_are_near_the_true_ones_in_any_order_of_merging() {
    Draws draws = new Draws(632);
    QuantileSketch[] parts = new QuantileSketch[8];
    double[] all = new double[80_000];
    for (int p = 0; p < parts.length; p++) {
      parts[p] = new QuantileSketch();
      for (int i = 0; i < 10_000; i++) {
        // the parts differ, as partitions do
        double value = draws.gamma(1 + p / 2.0);
        all[10_000 * p + i] = value;
        parts[p].observe(value);
      }
    }
    Arrays.sort(all);
    QuantileSketch forth = new QuantileSketch();
    QuantileSketch back = new QuantileSketch();
    for (int p = 0; p < parts.length; p++) {
      forth.merge(parts[p]);
      back.merge(parts[parts.length - 1 - p]);
    }
    for (QuantileSketch merged : new QuantileSketch[] {forth, back}) {
      assertThat(merged.count()).isEqualTo(80_000);
      assertThat(merged.toBytes().length).isLessThanOrEqualTo(QuantileSketch.MOST_BYTES);
      for (double share : new double[] {.001, .01, .1, .25, .5, .75, .9, .99, .999}) {
        int rank = Arrays.binarySearch(all, merged.quantile(share));
        double reached = Math.abs(rank < 0 ? -rank - 1 : rank) / 80_000.0;
        assertThat(reached).isCloseTo(share, within(.01 * Math.sqrt(share * (1 - share)) + 2e-4));
        assertThat(merged.rank(merged.quantile(share))).isCloseTo(share, within(.005));
      }
      assertThat(merged.quantile(0)).isEqualTo(all[0]);
      assertThat(merged.quantile(1)).isEqualTo(all[all.length - 1]);
    }
  }

  @Test
  void a_saved_sketch_and_its_copy_go_on_alike() {
    Draws draws = new Draws(633);
    QuantileSketch saved = new QuantileSketch();
    for (int i = 0; i < 5_000; i++) {
      saved.observe(draws.normal());
    }
    QuantileSketch copy = QuantileSketch.fromBytes(saved.toBytes());
    for (int i = 0; i < 5_000; i++) {
      double value = draws.normal();
      saved.observe(value);
      copy.observe(value);
    }
    assertThat(Arrays.equals(copy.toBytes(), saved.toBytes())).isTrue();
    assertThat(copy.count()).isEqualTo(10_000);
  }

  @Test
  void an_empty_sketch_survives_and_has_no_quantiles() {
    QuantileSketch empty = QuantileSketch.fromBytes(new QuantileSketch().toBytes());
    assertThat(empty.count()).isZero();
    assertThatThrownBy(() -> empty.quantile(.5)).hasMessageContaining("observe first");
    empty.merge(new QuantileSketch());
    empty.observe(3);
    assertThat(empty.quantile(.5)).isEqualTo(3);
    assertThat(QuantileSketch.fromBytes(empty.toBytes()).quantile(.5)).isEqualTo(3);
  }

  @Test
  void damaged_bytes_and_bad_values_are_refused() {
    QuantileSketch sketch = new QuantileSketch();
    for (int i = 0; i < 100; i++) {
      sketch.observe(i);
    }
    byte[] bytes = sketch.toBytes();
    assertThatThrownBy(() -> QuantileSketch.fromBytes(Arrays.copyOf(bytes, bytes.length - 9)))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] damaged = bytes.clone();
    damaged[8] ^= 0x55;
    assertThatThrownBy(() -> QuantileSketch.fromBytes(damaged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> sketch.observe(Double.NaN)).hasMessageContaining("a value must lie");
    assertThatThrownBy(() -> new Moments().observe(1 / 0.0))
        .hasMessageContaining("a value must lie");
    assertThatThrownBy(() -> Moments.fromBytes(bytes)).hasMessageContaining("MOMENTS");
  }
}
