package io.homeostat.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateReaderTest {
  @Test
  void everything_written_is_read_back_in_order() {
    byte[] bytes =
        new StateWriter(StateKind.BASELINE)
            .put(1.5)
            .put(-7L)
            .put(42)
            .put(true)
            .put(new double[] {0.1, Double.NEGATIVE_INFINITY})
            .put(new long[] {Long.MIN_VALUE})
            .put(new char[] {1, 60_000, 3}, 2)
            .put(new byte[300])
            .toBytes();
    StateReader.read(
        StateKind.BASELINE,
        bytes,
        in -> {
          assertThat(in.nextDouble()).isEqualTo(1.5);
          assertThat(in.nextLong()).isEqualTo(-7);
          assertThat(in.nextInt()).isEqualTo(42);
          assertThat(in.nextBoolean()).isTrue();
          assertThat(in.nextDoubles()).containsExactly(0.1, Double.NEGATIVE_INFINITY);
          assertThat(in.nextLongs()).containsExactly(Long.MIN_VALUE);
          assertThat(in.nextChars()).containsExactly((char) 1, (char) 60_000);
          assertThat(in.nextBytes()).hasSize(300);
          return null;
        });
  }

  @Test
  void a_length_that_cannot_be_is_refused_before_anything_is_allocated() {
    byte[] bytes = new StateWriter(StateKind.BASELINE).put(Integer.MAX_VALUE).toBytes();
    assertThatThrownBy(() -> StateReader.read(StateKind.BASELINE, bytes, StateReader::nextDoubles))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a list says it has 2147483647 elements");
  }

  @Test
  void each_kind_has_a_code_of_its_own() {
    assertThat(Arrays.stream(StateKind.values()).map(StateKind::code)).doesNotHaveDuplicates();
  }
}
