package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HomeostatTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @Test
  void helpShowsAnExample() {
    assertThat(run("trace", "--help")).isZero();
    assertThat(out.toString()).contains("homeostat trace chatcmpl-");
  }

  @Test
  void aWrongOutputIsAnsweredInOneLine() {
    assertThat(run("trace", "x", "-o", "yaml")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "Invalid value for option '--output': write text or json instead of 'yaml'"
                + " (see homeostat trace --help)");
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(run("trce")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "Unmatched argument at index 0: 'trce'; did you mean trace (see homeostat --help)");
  }

  private int run(String... arguments) {
    CommandLine command = Homeostat.commandLine();
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(out, true));
    return command.execute(arguments);
  }
}
