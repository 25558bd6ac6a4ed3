package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends records that no process could use again to where they came from. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Sends what lies in the dead letters again to where it came from, each record once.",
      "A record that is still of no use comes back as a new dead letter."
    },
    footer = {"", "Example:", "  homeostat replay --dead-letters --dry-run"})
final class ReplayCommand implements Callable<Integer> {
  @Option(
      names = "--dead-letters",
      required = true,
      description = "Replay the topic homeostat.dead-letters.")
  private boolean deadLetters;

  @Option(names = "--dry-run", description = "Only count what would be sent.")
  private boolean dry;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection connection = archive.openWithContent()) {
      return archive.show(
          connection.post("/v1/dead-letters/replay?dry=" + dry, "{}"), ReplayCommand::report);
    }
  }

  /** What a replay did, for people. */
  static String report(JsonNode result) {
    StringBuilder report = new StringBuilder();
    String did = result.path("dry").asBoolean() ? "would send" : "sent";
    if (result.path("replayed").isEmpty()) {
      report.append("no dead letter waits");
    }
    result
        .path("replayed")
        .properties()
        .forEach(
            one ->
                report.append(
                    "%s %d again that the %s could not use%n"
                        .formatted(did, one.getValue().asInt(), one.getKey())));
    if (result.path("truncated").asInt() > 0) {
      report.append(
          "%npassed over %d that were cut off at 5 MiB"
              .formatted(result.path("truncated").asInt()));
    }
    if (result.path("unreadable").asInt() > 0) {
      report.append(
          "%npassed over %d that are no dead letters".formatted(result.path("unreadable").asInt()));
    }
    return report.toString().strip();
  }
}
