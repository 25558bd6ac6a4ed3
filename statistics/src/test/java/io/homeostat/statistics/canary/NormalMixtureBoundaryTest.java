package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalMixtureBoundaryTest {
  // Oracle: Howard et al. (2021), α = .05, lowest at V = 100.
  @Test
  void boundary_equals_the_oracle() {
    NormalMixtureBoundary boundary = NormalMixtureBoundary.tightestAt(0.05, 100);
    assertThat(boundary.rho()).isCloseTo(12.1773488699, within(1e-10));
    assertThat(boundary.at(100)).isCloseTo(30.3512241303, within(1e-10));
  }

  @Test
  void no_other_boundary_is_lower_where_it_is_tightest() {
    for (double alpha : new double[] {0.001, 0.05, 0.5}) {
      double least = NormalMixtureBoundary.tightestAt(alpha, 100).at(100);
      for (double other : new double[] {10, 50, 90, 110, 200, 1_000}) {
        assertThat(NormalMixtureBoundary.tightestAt(alpha, other).at(100)).isGreaterThan(least);
      }
    }
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> NormalMixtureBoundary.tightestAt(0, 100))
        .hasMessageContaining("the error probability of a boundary");
    assertThatThrownBy(() -> NormalMixtureBoundary.tightestAt(0.05, 0))
        .hasMessageContaining("the variance of a boundary");
    assertThatThrownBy(() -> NormalMixtureBoundary.tightestAt(0.05, 1).at(Double.NaN))
        .hasMessageContaining("an accumulated variance");
  }
}
