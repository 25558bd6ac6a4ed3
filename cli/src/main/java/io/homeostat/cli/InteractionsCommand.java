package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what was asked and how it was scored. */
@Command(
    name = "interactions",
    mixinStandardHelpOptions = true,
    description = "Lists interactions and their scores, the latest first.",
    footer = {
      "",
      "Example:",
      "  homeostat interactions --service support/support --since 6h --score-below 0.5",
      "  homeostat interactions --service support/support --capability date -o json"
    })
final class InteractionsCommand implements Callable<Integer> {
  @Mixin private InteractionsQuery query;

  @Mixin private ArchiveOptions archive;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String path = query.path(Instant.now());
    try (ArchiveConnection connection =
        query.content() ? archive.openWithContent() : archive.open()) {
      Optional<JsonNode> body = archive.body(connection.get(path));
      if (body.isEmpty()) {
        return 2;
      }
      JsonNode items = body.get().path("items");
      archive.show(items, all -> InteractionsReport.of(all, query.content()));
      if (items.size() == query.limit()) {
        spec.commandLine().getErr().println("more: --page " + InteractionsReport.next(items));
      }
      return 0;
    }
  }
}
