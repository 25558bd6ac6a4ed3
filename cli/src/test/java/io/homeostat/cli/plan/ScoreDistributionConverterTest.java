package io.homeostat.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.NormalScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ScoreDistributionConverterTest {
  private final ScoreDistributionConverter converter = new ScoreDistributionConverter();

  @Test
  void every_family_is_read() {
    assertThat(converter.convert("normal")).isEqualTo(NormalScores.STANDARD);
    assertThat(converter.convert("beta:8,2.5")).isEqualTo(new BetaScores(8, 2.5));
    assertThat(converter.convert("discrete:1=0.5,0=0.25,0.5=0.25").mean())
        .isCloseTo(0.625, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gamma:1,2 | write normal, beta:A,B or discrete:V1=P1,V2=P2,.. instead of 'gamma:1,2'",
        "normal:0,1 | write normal, beta:A,B or discrete:V1=P1,V2=P2,.. instead of 'normal:0,1'",
        "beta:8 | 'beta:8': write two shapes, for instance beta:8,2",
        "beta:8,x | 'beta:8,x': write a number instead of 'x'",
        "beta:-1,2 | 'beta:-1,2': the shape A of a beta distribution must lie in",
        "beta:NaN,2 | 'beta:NaN,2': the shape A of a beta distribution must lie in",
        "discrete:0=0.5,1=0.6 | the probabilities must sum to 1 but sum to 1.1",
        "discrete:0,1 | write a probability for each value, for instance discrete:0=0.2",
        "discrete:0=0.5,0=0.5 | write the value 0 once",
        "discrete:2=0.5,0=0.5 | write values between 0 and 1 instead of 2",
        "discrete:1=1 | the number of values must lie in [2, 1000] but is 1",
      })
  void nonsense_is_answered_with_what_to_write(String text, String answer) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(answer);
  }
}
