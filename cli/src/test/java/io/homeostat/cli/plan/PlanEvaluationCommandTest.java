package io.homeostat.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PlanEvaluationCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new PlanCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  // Published: .04 discordant pairs need 619 items at margin .02, 99 at .05.
  @Test
  void items_equal_the_published_numbers() throws Exception {
    assertThat(
            run(
                "evaluation",
                "--margin",
                "0.02",
                "--discordance",
                "0.04",
                "--capabilities",
                "5",
                "-o",
                "json"))
        .isZero();
    JsonNode plan = new ObjectMapper().readTree(out.toString());
    assertThat(plan.get("itemsPerCapability").asInt()).isEqualTo(619);
    assertThat(plan.get("items").asInt()).isEqualTo(3_095);
    assertThat(plan.get("itemsPerCapabilityForAll").asInt()).isEqualTo(1_126);
  }

  @Test
  void the_report_says_what_the_items_buy() {
    assertThat(
            run("evaluation", "--margin", "0.02", "--discordance", "0.04", "--capabilities", "5"))
        .isZero();
    assertThat(out.toString())
        .contains("619 items per capability, 3,095 altogether")
        .contains("a gate with probability 0.800 and all 5 with probability 0.33")
        .contains("1,126 items per capability, 5,630 altogether: all 5 with probability 0.800");
    out.getBuffer().setLength(0);
    assertThat(run("evaluation", "--margin", "0.05", "--discordance", "0.04")).isZero();
    assertThat(out.toString().strip().lines()).hasSize(1);
    assertThat(out.toString()).startsWith("99 items per capability, 99 altogether");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0.04 | 5 | the margin must lie strictly between 0.0 and 1.0 but is 0.0",
        "0.02 | 2 | 5 | the discordance must lie in",
        "0.02 | 0.04 | 0 | the number of capabilities must lie in [1, 1000000] but is 0",
        "0.0000001 | 0.04 | 1 | the number of differences needed must lie in",
        "x | 0.04 | 1 | 'x' is not a double",
      })
  void nonsense_is_answered_in_one_line(
      String margin, String discordance, String capabilities, String answer) {
    assertThat(
            run(
                "evaluation",
                "--margin",
                margin,
                "--discordance",
                discordance,
                "--capabilities",
                capabilities))
        .isEqualTo(2);
    assertThat(err.toString()).contains(answer);
    assertThat(err.toString().strip().lines()).hasSize(1);
  }

  @Test
  void help_has_an_example() {
    assertThat(run("evaluation", "--help")).isZero();
    assertThat(out.toString())
        .contains("homeostat plan evaluation --margin 0.02")
        .contains("in 4 % of the items");
  }
}
