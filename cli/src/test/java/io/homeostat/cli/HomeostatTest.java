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
    assertThat(err.toString().strip()).isEqualTo("--output must be text or json, found 'yaml'");
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(run("trce")).isEqualTo(2);
    assertThat(err.toString()).contains("trce");
  }

  private int run(String... arguments) {
    CommandLine command = Homeostat.commandLine();
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(out, true));
    return command.execute(arguments);
  }
}
