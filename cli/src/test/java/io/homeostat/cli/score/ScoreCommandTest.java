package io.homeostat.cli.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScoreCommandTest {
  private static final String CAT =
      "{\"id\": \"cat\", \"reference\": \"the cat sat on the mat\","
          + " \"hypothesis\": \"the cat was sitting on the mat\"}\n";
  private static final String FOX =
      "{\"id\": 7, \"reference\": \"The quick brown fox jumps over the lazy dog\","
          + " \"hypothesis\": \"The quick brown dog jumps on the log.\"}\n";
  private static final String SAME =
      "{\"id\": null, \"reference\": \"The models answer\", \"hypothesis\": \"a model answers\"}\n";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  // Oracle: sacreBLEU and rouge_score.
  @Test
  void each_line_is_scored_as_the_reference_implementations_do() throws IOException {
    int code =
        score(CAT + FOX, "--metric", "bleu,chrf,chrf++,rouge1,rouge2,rougeL,rougeLsum,exact");
    assertThat(code).isZero();
    assertThat(err.toString()).isEmpty();
    JsonNode cat = written().getFirst();
    assertThat(cat.get("id").asText()).isEqualTo("cat");
    assertThat(cat.get("bleu").asDouble()).isCloseTo(30.739408, within(5e-7));
    assertThat(cat.get("chrf").asDouble()).isCloseTo(57.647973, within(5e-7));
    assertThat(cat.get("chrf++").asDouble()).isCloseTo(60.641188, within(5e-7));
    assertThat(cat.get("rouge1").asDouble()).isCloseTo(.769231, within(5e-7));
    assertThat(cat.get("rouge2").asDouble()).isCloseTo(.545455, within(5e-7));
    assertThat(cat.get("rougeL").asDouble()).isCloseTo(.769231, within(5e-7));
    assertThat(cat.get("rougeLsum").asDouble()).isCloseTo(.769231, within(5e-7));
    assertThat(cat.get("exact").asInt()).isZero();
    assertThat(written().get(1).get("id").isInt()).isTrue();
    assertThat(written().get(1).get("bleu").asDouble()).isCloseTo(21.105341, within(5e-7));
  }

  @Test
  void a_line_has_the_id_and_the_metrics_asked_for_and_nothing_else() throws IOException {
    score(CAT, "--metric", "rougeL,token-f1");
    assertThat(written().getFirst().fieldNames())
        .toIterable()
        .containsExactly("id", "rougeL", "token-f1");
  }

  @Test
  void detail_adds_precision_and_recall_where_there_are() throws IOException {
    score(CAT, "--metric", "bleu,rougeL", "--detail");
    JsonNode line = written().getFirst();
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly("id", "bleu", "rougeL", "rougeL_precision", "rougeL_recall");
    assertThat(line.get("rougeL_precision").asDouble()).isCloseTo(5 / 7.0, within(1e-12));
    assertThat(line.get("rougeL_recall").asDouble()).isCloseTo(5 / 6.0, within(1e-12));
  }

  @Test
  void stemming_makes_words_of_one_stem_one() throws IOException {
    score(SAME + SAME, "--metric", "rouge1");
    score(SAME, "--metric", "rouge1", "--stem");
    assertThat(written().get(0).get("rouge1").asDouble()).isZero();
    assertThat(written().get(2).get("rouge1").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void ids_come_back_as_they_were_and_a_missing_one_is_the_number_of_the_line() throws IOException {
    String line = ", \"reference\": \"a\", \"hypothesis\": \"a\"}\n";
    score("{\"id\": {\"é\": [1.5]}" + line + "\n{\"x\": 1" + line, "--metric", "exact");
    assertThat(out.toString())
        .isEqualTo("{\"id\":{\"\\u00E9\":[1.5]},\"exact\":1}\n{\"id\":3,\"exact\":1}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\": 1, \"reference\": \"a\"} | expected a string as \"hypothesis\" but found none",
        "{\"reference\": 5, \"hypothesis\": \"a\"} | expected a string as \"reference\" but found a"
            + " number",
        "{\"reference\": null, \"hypothesis\": \"a\"} | expected a string as \"reference\" but"
            + " found null",
        "[1, 2] | expected a JSON object but found an array",
        "{\"id\": 1, | not JSON at column",
        "{} {} | not JSON at column",
      })
  void a_malformed_line_is_named_and_loses_no_other(String malformed, String message)
      throws IOException {
    assertThat(score(CAT + malformed + "\n" + FOX)).isEqualTo(2);
    assertThat(written()).hasSize(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("line 2: " + message);
  }

  @Test
  void a_line_that_is_not_utf8_loses_no_other() throws IOException {
    byte[] bytes =
        (CAT + "{\"reference\": \"?\", \"hypothesis\": \"?\"}\n" + FOX)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
    }
    assertThat(run(bytes)).isEqualTo(2);
    assertThat(written()).hasSize(2);
    assertThat(err.toString()).startsWith("line 2: not ");
  }

  @Test
  void a_last_line_without_end_and_windows_ends_are_read() throws IOException {
    assertThat(score(CAT.replace("\n", "\r\n") + "\r\n" + FOX.strip())).isZero();
    assertThat(written()).hasSize(2);
  }

  @Test
  void text_is_a_table_of_means_with_intervals() throws IOException {
    int code = score((CAT + FOX).repeat(20), "-o", "text", "--minimum", "rougeL=0.6,bleu=50");
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines())
        .element(1)
        .asString()
        .containsPattern("metric +mean +95% from +to +corpus +minimum");
    assertThat(out.toString()).startsWith("40 answers");
    assertThat(out.toString())
        .containsPattern("bleu +25\\.9224 +24\\.\\d+ +27\\.\\d+ +\\d+\\.\\d+ +50\\.0000 missed")
        .containsPattern("rougeL +0\\.6787 +0\\.6\\d+ +0\\.7\\d+ +- +0\\.6000 met");
    assertThat(err.toString().strip()).isEqualTo("bleu is 25.9224, below its minimum 50.0");
  }

  @Test
  void the_same_answers_give_the_same_report() throws IOException {
    score((CAT + FOX).repeat(5), "-o", "text");
    String first = out.toString();
    score((CAT + FOX).repeat(5), "-o", "text");
    assertThat(out.toString()).isEqualTo(first + first);
  }

  @Test
  void a_minimum_that_is_met_gives_zero_and_is_scored_without_being_asked_for() throws IOException {
    assertThat(score(CAT, "--metric", "exact", "--minimum", "rougeL=0.7")).isZero();
    assertThat(written().getFirst().has("rougeL")).isTrue();
  }

  @Test
  void a_gate_without_answers_is_closed() throws IOException {
    assertThat(score("", "--minimum", "rougeL=0")).isEqualTo(1);
    assertThat(err.toString()).contains("no answer to compare with the minimum of rougeL");
    assertThat(score("\n \n")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--metric blue | write some of bleu, chrf, chrf++, rouge1, rouge2, rougeL, rougeLsum,"
            + " exact,",
        "--minimum rougeL | write a metric and its smallest mean, for instance rougeL=0.4",
        "--minimum rougeL=40 | write a number between 0 and 1 for rougeL instead of '40'",
        "--minimum bleu=x | write a number between 0 and 100 for bleu instead of 'x'",
        "--minimum bleu=NaN | write a number between 0 and 100 for bleu instead of 'NaN'",
        "-o json | write jsonl or text instead of 'json'",
        "--steam | did you mean",
      })
  void a_wrong_call_is_answered_in_one_line(String arguments, String message) {
    assertThat(command().execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains(message);
  }

  @Test
  void a_missing_file_is_named() {
    assertThat(command().execute("missing.jsonl")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "no file to read at 'missing.jsonl'; write the path of JSON lines, or - for standard"
                + " input");
  }

  @Test
  void standard_input_is_read_without_a_file() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(CAT.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(command().execute("--metric", "exact")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).isEqualTo("{\"id\":\"cat\",\"exact\":0}\n");
  }

  private int score(String lines, String... arguments) throws IOException {
    return run(lines.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private int run(byte[] lines, String... arguments) throws IOException {
    Path file = Files.write(folder.resolve("answers.jsonl"), lines);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(file.toString());
    return command().execute(all.toArray(String[]::new));
  }

  private CommandLine command() {
    CommandLine command = ErrorLines.install(new CommandLine(new ScoreCommand()));
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(out, true));
    return command;
  }

  private List<JsonNode> written() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(json.readTree(line));
    }
    return lines;
  }
}
