package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LagOneCorrelationTest {
  private static LagOneCorrelation of(double... values) {
    LagOneCorrelation correlation = LagOneCorrelation.start();
    for (double value : values) {
      correlation.observe(value);
    }
    return correlation;
  }

  private static double twoPasses(double[] values) {
    double mean = java.util.Arrays.stream(values).average().orElse(0);
    double together = 0;
    double spread = 0;
    for (int t = 0; t < values.length; t++) {
      spread += (values[t] - mean) * (values[t] - mean);
      together += t == 0 ? 0 : (values[t] - mean) * (values[t - 1] - mean);
    }
    return together / spread;
  }

  // Oracle: 1..5 by hand, deviations −2..2: (2 + 0 + 0 + 2)/10.
  @Test
  void one_to_five_is_as_computed_by_hand() {
    assertThat(of(1, 2, 3, 4, 5).phi()).isCloseTo(0.4, within(1e-12));
    assertThat(of(1, 0, 1, 0).phi()).isCloseTo(-0.75, within(1e-12));
  }

  @Property(tries = 200)
  void streaming_equals_two_passes(
      @ForAll @Size(min = 3, max = 60)
          List<@DoubleRange(min = -100, max = 100) Double> valuesList) {
    double[] values = valuesList.stream().mapToDouble(Double::doubleValue).toArray();
    double spread = java.util.Arrays.stream(values).distinct().count();
    if (spread > 1) {
      assertThat(of(values).phi()).isCloseTo(twoPasses(values), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.7})
  void an_autoregressive_series_gives_its_phi_back_within_the_standard_error(double phi) {
    Draws draws = new Draws(12);
    double sum = 0;
    double squares = 0;
    double error = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      LagOneCorrelation correlation = LagOneCorrelation.start();
      double x = draws.normal() / Math.sqrt(1 - phi * phi);
      for (int t = 0; t < 200; t++) {
        correlation.observe(1e4 + x);
        x = phi * x + draws.normal();
      }
      var known = (LagOneCorrelation.Known) correlation.estimate();
      sum += known.corrected() / runs;
      squares += (known.phi() - phi) * (known.phi() - phi) / runs;
      error += known.standardError() / runs;
    }
    assertThat(sum).isCloseTo(phi, within(4.5 * error / Math.sqrt(runs)));
    assertThat(Math.sqrt(squares)).isCloseTo(error, within(0.15 * error));
  }

  @Test
  void few_values_are_no_estimate_and_equal_values_have_no_correlation() {
    assertThat(of(1, 2, 3).estimate()).isEqualTo(new LagOneCorrelation.NotEnoughData(3, 20));
    double[] same = new double[50];
    java.util.Arrays.fill(same, 0.1);
    assertThat(of(same).phi()).isZero();
    assertThat(((LagOneCorrelation.Known) of(same).estimate()).standardError()).isPositive();
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    LagOneCorrelation straight = LagOneCorrelation.start();
    LagOneCorrelation saved = LagOneCorrelation.start();
    Draws draws = new Draws(3);
    for (int t = 0; t < 100; t++) {
      double value = draws.uniform();
      straight.observe(value);
      saved.observe(value);
      saved = LagOneCorrelation.fromBytes(saved.toBytes());
      assertThat(saved.estimate()).isEqualTo(straight.estimate());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSize(50);
  }

  @Test
  void what_is_no_number_is_rejected() {
    assertThatThrownBy(() -> of(Double.NaN)).hasMessageContaining("a value must lie in");
    assertThatThrownBy(() -> of(Double.POSITIVE_INFINITY)).hasMessageContaining("a value");
  }
}
