package io.homeostat.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PlanCanaryCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new PlanCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.concat(Stream.of("canary"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private JsonNode json(String... arguments) throws Exception {
    out.getBuffer().setLength(0);
    String[] all =
        Stream.concat(Arrays.stream(arguments), Stream.of("-o", "json")).toArray(String[]::new);
    assertThat(run(all)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private static String[] beta(String effect, String... more) {
    return Stream.concat(
            Stream.of("--baseline-distribution", "beta:8,2", "--effect", effect),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  // Published mean pairs: 150 for −.05, 66 for −.10; both rolled back always.
  @ParameterizedTest
  @CsvSource({"-0.05, 150", "-0.10, 66"})
  void shadow_pairs_take_as_many_units_as_published(String effect, double planned)
      throws Exception {
    JsonNode plan = json(beta(effect, "--shadow", "--runs", "300"));
    JsonNode rollBack = plan.get("rollBack");
    assertThat(rollBack.get("probability").asDouble()).isGreaterThan(0.98);
    double slack = 4.5 * rollBack.get("unitsStandardError").asDouble();
    assertThat(rollBack.get("units").asDouble()).isCloseTo(planned, within(0.05 * planned + slack));
    assertThat(plan.get("method").asText()).isEqualTo("simulation");
    assertThat(plan.get("runs").asInt()).isEqualTo(300);
  }

  @Test
  void the_endings_are_all_there_is_and_the_seed_repeats_them() throws Exception {
    String[] call = beta("0", "--margin", "0.05", "--runs", "50", "--sessions-per-second", "2");
    JsonNode plan = json(call);
    double sum =
        Stream.of("promote", "rollBack", "undecided")
            .mapToDouble(name -> plan.get(name).get("probability").asDouble())
            .sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
    JsonNode promote = plan.get("promote");
    assertThat(promote.get("units").asDouble()).isGreaterThanOrEqualTo(200);
    assertThat(promote.get("seconds").asDouble())
        .isCloseTo(promote.get("sessions").asDouble() / 2, within(1e-9));
    assertThat(json(call)).isEqualTo(plan);
    assertThat(json(beta("0", "--margin", "0.05", "--runs", "50", "--seed", "2")))
        .isNotEqualTo(plan);
  }

  @Test
  void a_smaller_weight_takes_more_sessions() throws Exception {
    double half = sessions("500");
    assertThat(sessions("100")).isGreaterThan(2 * half);
  }

  private double sessions(String weight) throws Exception {
    return json(beta("-0.1", "--runs", "60", "--weight-permille", weight))
        .get("rollBack")
        .get("sessions")
        .asDouble();
  }

  @Test
  void correlated_answers_count_less_than_independent_ones() throws Exception {
    double independent = unitsOfTenAnswers("0");
    double correlated = unitsOfTenAnswers("0.3");
    double alike = unitsOfTenAnswers("1");
    assertThat(correlated).isGreaterThan(1.2 * independent);
    assertThat(alike).isGreaterThan(1.5 * correlated);
  }

  private double unitsOfTenAnswers(String correlation) throws Exception {
    return json(
            "--baseline-distribution=discrete:0=0.2,1=0.8",
            "--effect=-0.1",
            "--runs=60",
            "--turns-per-session=10",
            "--intra-session-correlation=" + correlation)
        .get("rollBack")
        .get("units")
        .asDouble();
  }

  @Test
  void too_few_units_are_said_to_be_too_few() {
    assertThat(
            run(
                beta(
                    "0",
                    "--runs",
                    "20",
                    "--max-units",
                    "50",
                    "--minimum-units",
                    "50",
                    "--sessions-per-second",
                    "0.001")))
        .isZero();
    assertThat(out.toString())
        .contains(
            "simulation of 20 canaries (seed 1): effect 0.0, margin 0.02, alpha 0.05, 1 metric")
        .contains("In 100 % of the runs 50 units are not enough to decide")
        .contains("A test with one look would need 450 units per arm")
        .containsPattern("undecided +100\\.0 % +0\\.0 % +50 +0 +\\d+ +1 d \\d+ h");
    assertThat(err.toString()).as("no progress in a pipe").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "normal | 0 | --runs=10 | write --baseline-distribution beta:A,B or discrete:..",
        "beta:8,2 | 0.3 | --runs=10 | write an --effect between -0.8 and 0.2: stable has mean 0.8",
        "beta:8,2 | NaN | --runs=10 | write an --effect between -0.8 and 0.2",
        "beta:8 | 0 | --runs=10 | write two shapes, for instance beta:8,2",
        "beta:8,2 | x | --runs=10 | 'x' is not a double",
        "beta:8,2 | 0 | --weight-permille=1000 | write --weight-permille from 1 to 999",
        "beta:8,2 | 0 | --runs=0 | write --runs from 1 to",
        "beta:8,2 | 0 | --metrics=0 | write --metrics from 1 to 64",
        "beta:8,2 | 0 | --margin=0 | write a --margin between 0 and 1",
        "beta:8,2 | 0 | --alpha=0.7 | the error probability of a canary must lie in",
        "beta:8,2 | 0 | --max-units=10 | write --max-units from --minimum-units (200)",
        "beta:8,2 | 0 | --sessions-per-second=0 | write --sessions-per-second above 0",
        "beta:8,2 | 0 | --turns-per-session=0 | the answers per session must lie in",
        "beta:8,2 | 0 | --intra-session-correlation=2 | the intra-session correlation must lie in",
        "beta:8,2 | 0 | --wheight-permille=1 | Unknown option: '--wheight-permille=1'",
        "beta:8,2 | 0 | --output=yaml | write text or json instead of 'yaml'",
      })
  void nonsense_is_answered_in_one_line(
      String distribution, String effect, String option, String answer) {
    assertThat(run("--baseline-distribution", distribution, "--effect", effect, option))
        .isEqualTo(2);
    assertThat(err.toString()).contains(answer);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void what_is_missing_is_named_and_help_has_an_example() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("--baseline-distribution", "--effect");
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("homeostat plan canary --baseline-distribution beta:8,2")
        .contains("at 10 % traffic");
  }

  @Test
  void the_commands_of_the_documentation_run() throws Exception {
    List<String> commands;
    try (Stream<String> lines = Files.lines(Path.of("../docs/statistics/canary.md"))) {
      commands = lines.filter(line -> line.startsWith("homeostat plan ")).toList();
    }
    assertThat(commands).hasSizeGreaterThan(2);
    for (String command : commands) {
      String[] words = command.split(" ");
      CommandLine plan = ErrorLines.install(new CommandLine(new PlanCommand()));
      plan.setOut(new PrintWriter(out, true));
      plan.setErr(new PrintWriter(err, true));
      assertThat(plan.execute(Arrays.copyOfRange(words, 2, words.length)))
          .as(command + ": " + err)
          .isZero();
    }
  }
}
