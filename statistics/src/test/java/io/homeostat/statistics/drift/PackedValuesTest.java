package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedValuesTest {
  private static byte[] written(char[] values, int count) {
    StateWriter out = new StateWriter(StateKind.BASELINE);
    PackedValues.write(out, values, count, 256);
    return out.toBytes();
  }

  private static char[] read(byte[] bytes, int most) {
    return StateReader.read(StateKind.BASELINE, bytes, in -> PackedValues.read(in, most));
  }

  private static char[] draw(int different, int count) {
    Random random = new Random(7);
    char[] values = new char[count];
    for (int i = 0; i < count; i++) {
      values[i] = (char) (random.nextInt(different) * (Quantised.SCALE / different));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 8",
    "1, 1000, 9",
    "2, 1000, 140",
    "5, 1000, 395",
    "17, 333, 260",
    "256, 4000, 4520",
    "1000, 1000, 2010",
    "3, 0, 4"
  })
  void few_different_values_take_few_bits_and_all_come_back(int different, int count, int most) {
    char[] values = draw(different, count);
    byte[] bytes = written(values, count);
    assertThat(bytes).hasSizeLessThan(most);
    assertThat(read(bytes, count)).isEqualTo(values);
  }

  @Test
  void only_the_first_ones_that_were_asked_for_are_written() {
    char[] values = {1, 2, 3, 4};
    assertThat(read(written(values, 2), 4)).containsExactly((char) 1, (char) 2);
  }

  @Test
  void damaged_ones_are_refused() {
    byte[] bytes = written(draw(5, 100), 100);
    assertThatThrownBy(() -> read(bytes, 99)).hasMessageContaining("a count of 100");
    bytes[4] = 77;
    assertThatThrownBy(() -> read(bytes, 100)).hasMessageContaining("values of 77 bits");
  }
}
