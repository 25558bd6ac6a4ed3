package io.homeostat.statistics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.attribution.Shapley.Confounded;
import io.homeostat.statistics.attribution.Shapley.Shares;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapleyTest {
  private static final Map<Set<String>, Double> MEASURED =
      Map.of(
          Set.of(), .830,
          Set.of("mix"), .815,
          Set.of("prompt"), .800,
          Set.of("model"), .845,
          Set.of("mix", "prompt"), .780,
          Set.of("mix", "model"), .835,
          Set.of("prompt", "model"), .760,
          Set.of("mix", "prompt", "model"), .735);

  // Computed by hand over the six orders.
  @Test
  void three_components_share_their_change() {
    Shares shares = (Shares) Shapley.of(List.of("mix", "prompt", "model"), MEASURED);
    assertThat(shares.parts().get("mix")).isCloseTo(-.0183333, within(5e-8));
    assertThat(shares.parts().get("prompt")).isCloseTo(-.0633333, within(5e-8));
    assertThat(shares.parts().get("model")).isCloseTo(-.0133333, within(5e-8));
    assertThat(shares.parts().keySet()).containsExactly("mix", "prompt", "model");
  }

  @Test
  void eight_components_that_do_not_interact_keep_their_own_effects() {
    List<String> names = IntStream.range(0, 8).mapToObj(i -> "c" + i).toList();
    Draws draws = new Draws(651);
    double[] effects = new double[8];
    for (int i = 0; i < 8; i++) {
      effects[i] = draws.normal();
    }
    Map<Set<String>, Double> measured = new HashMap<>();
    for (int set = 0; set < 256; set++) {
      Set<String> changed = new HashSet<>();
      double value = .5;
      for (int i = 0; i < 8; i++) {
        if ((set & 1 << i) != 0) {
          changed.add(names.get(i));
          value += effects[i];
        }
      }
      // what only all together do is shared alike
      measured.put(changed, value + (set == 255 ? .8 : 0));
    }
    Shares shares = (Shares) Shapley.of(names, measured);
    for (int i = 0; i < 8; i++) {
      assertThat(shares.parts().get("c" + i)).isCloseTo(effects[i] + .1, within(1e-12));
    }
  }

  @Test
  void what_was_not_measured_is_confounded_and_not_invented() {
    Map<Set<String>, Double> partly = new HashMap<>(MEASURED);
    partly.remove(Set.of("prompt", "model"));
    Confounded confounded = (Confounded) Shapley.of(List.of("mix", "prompt", "model"), partly);
    assertThat(confounded.change()).isCloseTo(-.095, within(1e-12));
    assertThat(confounded.missing()).containsExactlyInAnyOrder("prompt", "model");
    assertThat(confounded.components()).containsExactly("mix", "prompt", "model");
  }

  @Test
  void bad_input_is_named() {
    List<String> nine = IntStream.range(0, 9).mapToObj(i -> "c" + i).toList();
    assertThatThrownBy(() -> Shapley.of(nine, MEASURED))
        .hasMessageContaining("the number of components");
    assertThatThrownBy(() -> Shapley.of(List.of("a", "a"), MEASURED))
        .hasMessageContaining("components must differ");
    assertThatThrownBy(() -> Shapley.of(List.of("a"), MEASURED))
        .hasMessageContaining("measure before and after");
    assertThatThrownBy(
            () -> Shapley.of(List.of("a"), Map.of(Set.of(), 1.0, Set.of("a"), Double.NaN)))
        .hasMessageContaining("the value with [a]");
  }
}
