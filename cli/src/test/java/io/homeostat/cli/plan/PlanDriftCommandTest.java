package io.homeostat.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PlanDriftCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new PlanCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(("drift " + arguments).split(" "));
  }

  private JsonNode json(String arguments) throws Exception {
    assertThat(run(arguments + " -o json")).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private static double arl(JsonNode report, int row) {
    return report.at("/results/" + row + "/arl").asDouble();
  }

  @Test
  void json_names_detector_method_and_one_result_per_shift() throws Exception {
    JsonNode report = json("--detector shewhart --shift 0,1");
    assertThat(report.at("/detector").asText()).isEqualTo("shewhart");
    assertThat(report.at("/method").asText()).isEqualTo("exact");
    assertThat(report.at("/results")).hasSize(2);
    assertThat(report.at("/results/1/shift").asDouble()).isEqualTo(1);
    assertThat(report.at("/results/0/standardError").asDouble()).isZero();
    assertThat(arl(report, 0)).isCloseTo(370.40, within(0.005));
    assertThat(arl(report, 1)).isCloseTo(43.89, within(0.005));
  }

  // Oracles: Champ and Woodall 1987, Lucas and Saccucci 1990, Lucas and Crosier 1982, facts.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--detector western-electric --rules 1,2,3,4 --shift 0.4 | 36.61",
        "--detector nelson --rules 2 --shift 0 | 511",
        "--detector ewma --lambda 0.1 --limit 2.814 --shift 1 | 10.33",
        "--detector cusum --k 0.5 --h 4 --shift -0.5 | 26.63",
        "--detector cusum --k 0.25 --arl 370.33 --shift 0 | 370.33",
        "--detector shewhart --distribution beta:8,2 --arl 500 --shift 0 | 500"
      })
  void exact_methods_print_the_oracles(String arguments, double expected) throws Exception {
    JsonNode report = json(arguments);
    assertThat(report.at("/method").asText()).isEqualTo("exact");
    assertThat(arl(report, 0)).isCloseTo(expected, within(0.006));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--detector shewhart --runs 2000 --shift 1 | 43.89",
        "--detector cusum --k 0.5 --h 5 --autocorrelation 0.3 --runs 1000 --shift 0 | 98",
        "--detector rank-cusum --h 8 --runs 500 --shift 0 | 375",
        "--detector nelson --rules 1,3 --limit 3 --runs 500 --shift 3 | 2.0"
      })
  void simulations_agree_within_their_standard_error(String arguments, double expected)
      throws Exception {
    JsonNode report = json(arguments + " --seed 5");
    assertThat(report.at("/method").asText()).isEqualTo("simulation");
    double error = report.at("/results/0/standardError").asDouble();
    assertThat(error).isPositive();
    assertThat(arl(report, 0)).isCloseTo(expected, within(4.5 * error));
  }

  @Test
  void e_sr_keeps_the_run_length_and_finds_a_drop() throws Exception {
    JsonNode report =
        json("--detector e-sr --arl 200 --distribution beta:8,2 --shift 0,1 --runs 300");
    assertThat(report.at("/method").asText()).isEqualTo("simulation");
    assertThat(arl(report, 0)).isGreaterThan(200);
    assertThat(arl(report, 1)).isBetween(3.0, 30.0);
  }

  @Test
  void an_estimated_baseline_gets_a_guaranteed_limit() {
    assertThat(run("--detector shewhart --baseline 100 --shift 0")).isZero();
    assertThat(out.toString())
        .contains("shewhart, exact")
        .contains("limit 3.32")
        .contains("90 % of monitors with such a baseline have at least ARL 370 (normal theory)");
  }

  @Test
  void text_is_a_table() {
    assertThat(run("--detector shewhart --shift 0,1")).isZero();
    assertThat(out.toString())
        .contains("limit 3.0000: the textbook's")
        .containsPattern("shift \\(sd\\) +mean score +average run length +standard error")
        .containsPattern("1 +-1\\.000 +43\\.89 +0\\.00");
  }

  @Test
  void the_same_seed_gives_the_same_figures() throws Exception {
    String arguments = "--detector shewhart --runs 50 --shift 1 --seed 9";
    JsonNode first = json(arguments);
    out.getBuffer().setLength(0);
    assertThat(json(arguments)).isEqualTo(first);
  }

  @Test
  void help_has_an_example() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("homeostat plan drift --detector shewhart --shift 0,0.5,1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--detector shewart | write shewhart, western-electric, nelson",
        "--shift 0 | Missing required option: '--detector=NAME'",
        "--detector shewhart --shfit 1 | did you mean",
        "--detector shewhart --k 1 | --k belongs to cusum and rank-cusum: leave it away",
        "--detector cusum --limit 5 | the limit of a cusum is its --h: write --h 5",
        "--detector cusum --h 5 --arl 370 | write either --arl or --h",
        "--detector western-electric --rules 5 | --rules must lie between 1 and 4, found 5",
        "--detector nelson --arl 100 | no exact run length with nelson's rules 3 and 4",
        "--detector ewma --lambda NaN | --lambda must lie between 0.001 and 1, found NaN",
        "--detector e-sr --distribution normal | e-sr needs scores between 0 and 1: write",
        "--detector shewhart --distribution beta:0,1 | the shape A of a beta distribution",
        "--detector shewhart --distribution beta:8,2 --shift 9 | would move the mean to",
        "--detector shewhart --baseline many | --baseline must be known or a number from 10",
        "--detector shewhart --runs 0 | --runs must lie between 2 and",
        "--detector shewhart -o yaml | write text or json instead of 'yaml'"
      })
  void a_wrong_call_is_answered_in_one_line(String arguments, String answer) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString().strip()).contains(answer).doesNotContain("\n");
    assertThat(out.toString()).isEmpty();
  }
}
