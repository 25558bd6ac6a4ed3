package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.UsageException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class InteractionsCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String ITEMS =
      """
      [{"id":"i2","time":"2026-11-21T11:00:00.123Z","release":"support-aa","capability":"date","origin":"Gateway","composite":0.456,
        "status":200,"latencyMillis":812,"messages":[{"role":"user","content":"When?"}],"answer":"On Friday."},
       {"id":"i1","time":"2026-11-21T10:00:00Z","release":"external/gpt-x","origin":"Trace","unscoredReason":"JudgeUnavailable",
        "status":504,"error":"timeout","latencyMillis":30000}]
      """;

  @Test
  void optionsBecomeFiltersOfTheArchive() throws Exception {
    assertThat(path("--service", "ns/s"))
        .isEqualTo("/v1/interactions?service=ns%2Fs&since=2026-11-20T12%3A00%3A00Z&limit=50");
    assertThat(
            path(
                "--service=ns/s",
                "--release=r",
                "--capability=date",
                "--since=30m",
                "--score-below=0.5",
                "--limit=2",
                "--content",
                "--page=2026-11-21T11:00:00.123Z_a_b"))
        .isEqualTo(
            "/v1/interactions?service=ns%2Fs&release=r&capability=date&since=2026-11-21T11%3A30%3A00Z&scoreBelow=0.5&limit=2"
                + "&content=true&until=2026-11-21T11%3A00%3A00.123Z&before=a_b");
  }

  @Test
  void whatCannotBeUnderstoodIsSaidBeforeAnybodyIsAsked() {
    assertThatThrownBy(() -> path("--service=s"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("namespace/name");
    assertThatThrownBy(() -> path("--service=ns/s", "--since=soon")).hasMessageContaining("6h");
    assertThatThrownBy(() -> path("--service=ns/s", "--page=x"))
        .hasMessageContaining("after 'more'");
  }

  @Test
  void theTableShowsFiguresAndTheContentOnlyWhenAskedFor() throws Exception {
    JsonNode items = new ObjectMapper().readTree(ITEMS);
    assertThat(InteractionsReport.of(items, false).lines())
        .containsExactly(
            "                    time  id         release  capability   origin             score   status     ms",
            "2026-11-21T11:00:00.123Z  i2      support-aa        date  Gateway              0.46      200    812",
            "    2026-11-21T10:00:00Z  i1  external/gpt-x           -    Trace  JudgeUnavailable  timeout  30000");
    assertThat(InteractionsReport.of(items, true))
        .contains("user: When?", "answer: On Friday.", "answer: (not kept)");
    assertThat(InteractionsReport.next(items)).isEqualTo("2026-11-21T10:00:00Z_i1");
    assertThat(InteractionsReport.of(new ObjectMapper().createArrayNode(), false))
        .isEqualTo("no interactions match");
  }

  @Test
  void anErasureNamesWhatLearntOfIt() throws Exception {
    assertThat(
            EraseCommand.report(
                    new ObjectMapper()
                        .readTree(
                            "{\"interactions\":2,\"datasets\":[{\"name\":\"d\",\"version\":1,\"digest\":\"dd\",\"adapters\":[\"a-12\"]}]}"))
                .lines())
        .containsExactly(
            "erased the content of 2 interactions",
            "Dataset d version 1, digest dd learnt of them; adapters: [\"a-12\"]");
  }

  private static String path(String... arguments) throws UsageException {
    Options options = new Options();
    new CommandLine(options).parseArgs(arguments);
    return options.query.path(NOW);
  }

  @Command
  private static final class Options {
    @CommandLine.Mixin private InteractionsQuery query;
  }
}
