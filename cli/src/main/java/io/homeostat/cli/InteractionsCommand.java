package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.OutputFormat;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  private static final int OK = 200;

  @Mixin private InteractionsQuery query;

  @Option(
      names = "--system-namespace",
      defaultValue = "homeostat-system",
      description = "Namespace of the installation, default ${DEFAULT-VALUE}.")
  private String namespace;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String path = query.path(Instant.now());
    try (ArchiveConnection archive =
        query.content()
            ? ArchiveConnection.openWithContent(namespace)
            : ArchiveConnection.open(namespace)) {
      HttpResponse<String> response = archive.get(path);
      JsonNode body = new ObjectMapper().readTree(response.body());
      if (response.statusCode() != OK) {
        spec.commandLine()
            .getErr()
            .println(
                body.at("/error/message").asText("the archive answered " + response.statusCode()));
        return 2;
      }
      JsonNode items = body.path("items");
      spec.commandLine()
          .getOut()
          .println(
              output.isJson()
                  ? items.toPrettyString()
                  : InteractionsReport.of(items, query.content()));
      if (items.size() == query.limit()) {
        spec.commandLine().getErr().println("more: --page " + InteractionsReport.next(items));
      }
      return 0;
    }
  }
}
