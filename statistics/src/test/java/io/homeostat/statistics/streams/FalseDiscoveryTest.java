package io.homeostat.statistics.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseDiscoveryTest {
  private static final double[] E_VALUES = {120, 3, 55, .2, 18, 400, 7, 31, 22, 1};

  private static double[] logs(double... e) {
    return Arrays.stream(e).map(Math::log).toArray();
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  // Oracle: e-BH worked out by hand from k* = max{k : e_(k) ≥ K/(αk)}.
  @ParameterizedTest
  @CsvSource({".05, 2", ".1, 6", ".5, 8"})
  void e_bh_rejects_as_many_as_the_oracle(double alpha, int rejections) {
    assertThat(count(EBenjaminiHochberg.rejected(logs(E_VALUES), alpha))).isEqualTo(rejections);
  }

  @Test
  void e_bh_rejects_the_largest() {
    assertThat(EBenjaminiHochberg.rejected(logs(E_VALUES), 0.05))
        .containsExactly(true, false, false, false, false, true, false, false, false, false);
    assertThat(EBenjaminiHochberg.logLimit(logs(1, 2), 0.05)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(EBenjaminiHochberg.rejected(logs(0, 0), 0.05)).containsExactly(false, false);
  }

  @Property(tries = 200)
  void e_bh_keeps_its_definition_and_order_does_not_matter(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -3, max = 12) Double> logEList,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
    double[] logE = logEList.stream().mapToDouble(Double::doubleValue).toArray();
    boolean[] rejected = EBenjaminiHochberg.rejected(logE, alpha);
    int k = count(rejected);
    for (int i = 0; i < logE.length; i++) {
      boolean enough = k > 0 && logE[i] >= Math.log(logE.length / (alpha * k));
      assertThat(rejected[i]).isEqualTo(enough);
    }
    double[] mirrored = new double[logE.length];
    Arrays.setAll(mirrored, i -> logE[logE.length - 1 - i]);
    assertThat(count(EBenjaminiHochberg.rejected(mirrored, alpha))).isEqualTo(k);
  }

  @Property(tries = 200)
  void e_bh_is_bh_on_inverse_e_values(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0.01, max = 12) Double> logEList,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
    double[] logE = logEList.stream().mapToDouble(Double::doubleValue).toArray();
    double[] p = Arrays.stream(logE).map(e -> Math.exp(-e)).toArray();
    assertThat(count(EBenjaminiHochberg.rejected(logE, alpha)))
        .isEqualTo(count(BenjaminiHochberg.rejected(p, alpha)));
  }

  // Oracle: the fifteen p-values of Benjamini and Hochberg (1995), §3.2: four rejections at .05.
  @Test
  void bh_rejects_as_many_as_its_paper_says() {
    double[] p = {
      .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
      .7590, 1
    };
    boolean[] rejected = BenjaminiHochberg.rejected(p, 0.05);
    assertThat(count(rejected)).isEqualTo(4);
    assertThat(rejected[3]).isTrue();
    assertThat(count(BenjaminiHochberg.rejected(new double[] {0.2, 0.9}, 0.05))).isZero();
  }

  @Test
  void the_rewards_of_lord_sum_to_at_most_one() {
    double sum = 0;
    long most = 1_000_000;
    for (long j = 1; j <= most; j++) {
      sum += LordPlusPlus.gamma(j);
    }
    double s = Math.sqrt(Math.log(most));
    double tail = 0.07720838 * 2 * (s * s * s + 3 * s * s + 6 * s + 6) * Math.exp(-s);
    assertThat(sum + tail).isBetween(0.97, 1.0);
  }

  // Oracle: the definition, summed over all earlier rejections at each test.
  @Test
  void lord_levels_equal_the_definition() {
    LordPlusPlus lord = LordPlusPlus.start(0.1);
    java.util.List<Integer> rejectedAt = new java.util.ArrayList<>();
    java.util.SplittableRandom random = new java.util.SplittableRandom(91);
    for (int t = 1; t <= 400; t++) {
      double level = LordPlusPlus.gamma(t) * 0.05;
      for (int j = 0; j < rejectedAt.size(); j++) {
        level += (j == 0 ? 0.05 : 0.1) * LordPlusPlus.gamma(t - rejectedAt.get(j));
      }
      double p = random.nextInt(5) == 0 ? 1e-6 : random.nextDouble();
      LordPlusPlus.Decision decision = lord.observe(p);
      assertThat(decision.level()).isCloseTo(level, within(1e-12));
      if (decision.rejected()) {
        rejectedAt.add(t);
      }
      lord = LordPlusPlus.fromBytes(lord.toBytes());
    }
    assertThat(rejectedAt.size()).isBetween(60, LordPlusPlus.MEMORY);
  }

  @Test
  void lord_keeps_the_false_discovery_rate_and_a_bounded_state() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(92);
    double proportions = 0;
    int runs = 100;
    for (int run = 0; run < runs; run++) {
      LordPlusPlus lord = LordPlusPlus.start(0.1);
      int wrong = 0;
      int all = 0;
      for (int t = 0; t < 1_500; t++) {
        boolean real = random.nextInt(5) == 0;
        double p = real ? random.nextDouble() * 1e-4 : random.nextDouble();
        if (lord.observe(p).rejected()) {
          all++;
          wrong += real ? 0 : 1;
        }
      }
      proportions += (double) wrong / Math.max(1, all) / runs;
      assertThat(all).isGreaterThan(LordPlusPlus.MEMORY);
      assertThat(lord.toBytes()).hasSizeLessThanOrEqualTo(1_002);
    }
    assertThat(proportions).isBetween(0.001, 0.1);
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> EBenjaminiHochberg.rejected(new double[] {Double.NaN}, 0.05))
        .hasMessageContaining("the logarithm of an e-value");
    assertThatThrownBy(() -> EBenjaminiHochberg.rejected(new double[0], 0.05))
        .hasMessageContaining("the number of hypotheses");
    assertThatThrownBy(() -> BenjaminiHochberg.rejected(new double[] {2}, 0.05))
        .hasMessageContaining("a p-value");
    assertThatThrownBy(() -> LordPlusPlus.start(0)).hasMessageContaining("alpha");
  }
}
