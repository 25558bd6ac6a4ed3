package io.homeostat.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import io.homeostat.statistics.samples.Histogram;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;
  private Path reference;
  private Path current;

  @BeforeEach
  void writeTheSamples() throws IOException {
    reference = write("a.jsonl", 100, i -> 37 * i % 101 / 100.0);
    current = write("b.jsonl", 80, i -> .05 + (53 * i + 7) % 89 / 95.0);
  }

  private Path write(String name, int size, IntToDoubleFunction value) throws IOException {
    String lines =
        IntStream.range(0, size)
            .mapToObj(i -> "{\"id\":%d,\"score\":%s}".formatted(i, value.applyAsDouble(i)))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve(name), lines + "\n");
  }

  // Figures of SciPy 1.16 and NumPy for the same files.
  @Test
  void everyTestReportsItsOracle() throws IOException {
    assertThat(run("--test", SampleTest.NAMES.replace(" ", ""), "-o", "json")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    Map<String, Double> statistics =
        Map.of(
            "ks", .0575,
            "ks-ties", .0575,
            "cvm", .025254629630,
            "mann-whitney", 3925.0,
            "wasserstein", .020218421053,
            "energy", .033241936102,
            "psi", .036734316777,
            "js", .065405623080,
            "mmd", -.010421360448);
    assertThat(report.get("tests")).hasSize(10);
    for (JsonNode test : report.get("tests")) {
      String name = test.get("test").textValue();
      if (statistics.containsKey(name)) {
        assertThat(test.get("statistic").doubleValue())
            .as(name)
            .isCloseTo(statistics.get(name), within(5e-12));
      }
      assertThat(test.get("differs").booleanValue()).as(name).isFalse();
    }
    assertThat(report.at("/tests/0/pValue").doubleValue()).isCloseTo(.996661503587, within(1e-12));
    assertThat(report.at("/tests/2/pValue").doubleValue()).isCloseTo(.991694848391, within(1e-12));
    assertThat(report.at("/reference/values").intValue()).isEqualTo(100);
    assertThat(report.at("/histogram/current")).hasSize(9);
  }

  @Test
  void aPersonReadsFiguresTestsAndAHistogram() {
    assertThat(run("--test", "ks,psi")).isZero();
    assertThat(out.toString())
        .containsPattern("values +100 +80")
        .containsPattern("ks +0\\.0575 +0\\.9967 +- +exact")
        .containsPattern("psi +0\\.0367 +0\\.\\d+ +0\\.\\d+ +permutation")
        .contains("8 values are tied: the p-value of ks is an upper bound")
        .contains("No test tells the samples apart at level 0.01.")
        .containsPattern("\n *0  \\S+ +12\\.0 %  \\S+ +7\\.5 %");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aDifferenceIsNamedAndFailsAGate() throws IOException {
    Path lower = write("lower.jsonl", 80, i -> i / 160.0);
    current = lower;
    assertThat(run("--test", "ks,wasserstein", "--fail-below-p", "0.05")).isEqualTo(1);
    assertThat(out.toString()).contains("Different at level 0.01: ks, wasserstein.");
    current = reference;
    assertThat(run("--test", "ks,wasserstein", "--fail-below-p", "0.05")).isZero();
  }

  @Test
  void equalSeedsGiveEqualReportsWhateverElseIsAsked() throws IOException {
    run("--test", "wasserstein,energy", "-o", "json");
    JsonNode both = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);
    run("--test", "energy", "-o", "json");
    JsonNode one = new ObjectMapper().readTree(out.toString());
    assertThat(one.at("/tests/0")).isEqualTo(both.at("/tests/1"));
  }

  @Test
  void malformedLinesAreNamedAndLoseNoOthers() throws IOException {
    current =
        Files.writeString(
            folder.resolve("c.jsonl"),
            """
            {"score": 0.5}
            {"score": "0.7"}

            {"score": 0.8
            {"score": null}
            {"id": 3}
            [1]
            {"score": true}
            {"score": 0.6} x
            {"score": 1e200}
            {"score": 0.9}
            """);
    assertThat(run("--test", "ks", "-o", "json")).isZero();
    String at = current + ":";
    assertThat(err.toString().lines())
        .hasSize(6)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        at
                            + "2: expected a number as \"score\" but found a string (write numbers"
                            + " without quotes)"),
            line -> assertThat(line).startsWith(at + "4: not JSON at column"),
            line -> assertThat(line).isEqualTo(at + "7: expected a JSON object but found an array"),
            line -> assertThat(line).contains("8: expected a number").contains("write 0 or 1"),
            line -> assertThat(line).startsWith(at + "9: not JSON"),
            line -> assertThat(line).contains("10: expected a number up to 1e150"));
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.at("/current/values").intValue()).isEqualTo(2);
    assertThat(report.at("/current/missing").intValue()).isEqualTo(2);
    assertThat(report.at("/current/malformed").intValue()).isEqualTo(6);
    assertThat(run("--test", "ks", "--fail-below-p", "0.05")).isEqualTo(2);
  }

  @Test
  void nestedFieldsAndFieldsWithDotsAreRead() throws IOException {
    String line = "{\"parts\":{\"judge\":0.5},\"a.b\":0.25}\n";
    reference = Files.writeString(folder.resolve("n.jsonl"), line.repeat(3));
    current = reference;
    assertThat(run("--field", "parts.judge", "--test", "ks")).isZero();
    assertThat(run("--field", "a.b", "--test", "ks")).isZero();
    assertThat(out.toString()).contains("0.2500");
  }

  @Test
  void tooFewValuesAreSaidAndDoNotPassAGate() throws IOException {
    current = write("one.jsonl", 1, i -> .5);
    assertThat(run("--test", "ks")).isZero();
    assertThat(out.toString())
        .contains("not enough data")
        .contains("ks needs at least 2 values in each sample.");
    assertThat(run("--test", "ks", "--fail-below-p", "0.05")).isEqualTo(1);
  }

  @Test
  void wrongCallsGetOneLineThatSaysWhatToWrite() throws IOException {
    assertWrong("write some of ks, ks-ties", "--test", "kolmogorov");
    assertWrong("write --alpha in (0, 0.5] instead of 2.0", "--alpha", "2");
    assertWrong("write --permutations from 19", "--permutations", "5");
    assertWrong("write --fail-below-p in (0, 0.5]", "--fail-below-p", "0");
    assertWrong(
        "has no number as \"quality\" in any line; write --field with one of id, score",
        "--field",
        "quality");
    assertWrong("Unknown options: '--fields'", "--fields", "score");
    current = folder.resolve("nowhere.jsonl");
    assertWrong("there is no file " + current + " to read");
    current = folder;
    assertWrong("cannot be read");
  }

  private void assertWrong(String message, String... more) {
    err.getBuffer().setLength(0);
    assertThat(run(more)).isEqualTo(2);
    assertThat(err.toString().strip()).contains(message).doesNotContain("\n");
  }

  @Test
  void withoutUnicodeTheHistogramIsPlain() throws IOException {
    double[] x = {0, 0, 0, .5, 1};
    double[] y = {0, 1, 1};
    Sample then = new Sample(reference, x, 0, 0);
    Sample now = new Sample(current, y, 0, 0);
    CompareResult result = new CompareResult("score", .01, then, now, Map.of(), Histogram.of(x, y));
    assertThat(new TextReport(result, false).toString()).contains("###").isASCII();
    assertThat(new TextReport(result, true).toString()).contains("███");
  }

  @Test
  void largeSamplesAreComparedPairwiseInPart() throws IOException {
    reference = write("large.jsonl", 4_500, i -> i % 97 / 97.0);
    assertThat(run("--test", "mmd", "--permutations", "19", "-o", "json")).isZero();
    JsonNode test = new ObjectMapper().readTree(out.toString()).at("/tests/0");
    assertThat(test.get("reference").intValue() + test.get("current").intValue())
        .isBetween(1_990, 2_000);
  }

  @Test
  void helpShowsAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("homeostat compare --reference old.jsonl --current new.jsonl --field score");
  }

  private int run(String... more) {
    CommandLine command = ErrorLines.install(new CommandLine(new CompareCommand()));
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(out, true));
    String[] arguments = new String[more.length + 4];
    arguments[0] = "--reference";
    arguments[1] = reference.toString();
    arguments[2] = "--current";
    arguments[3] = current.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return command.execute(arguments);
  }
}
