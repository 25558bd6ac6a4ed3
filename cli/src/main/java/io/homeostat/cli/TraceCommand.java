package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.OutputFormat;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Leads from one response back to the release, adapter, evaluation, training, data and drift that
 * made it.
 */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = "Shows where a response came from.",
    footer = {
      "",
      "Example:",
      "  homeostat trace chatcmpl-8f1c2d",
      "  homeostat trace 0190b1c6-… -o json"
    })
final class TraceCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  @Parameters(
      paramLabel = "ID",
      description = "Value of header x-homeostat-interaction, or the id of the response.")
  private String id;

  @Option(
      names = "--system-namespace",
      defaultValue = "homeostat-system",
      description = "Namespace of the installation, default ${DEFAULT-VALUE}.")
  private String namespace;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection archive = ArchiveConnection.open(namespace)) {
      HttpResponse<String> response =
          archive.get("/v1/trace/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
      JsonNode body = new ObjectMapper().readTree(response.body());
      if (response.statusCode() != OK) {
        spec.commandLine()
            .getErr()
            .println(
                body.at("/error/message").asText("the archive answered " + response.statusCode()));
        return response.statusCode() == NOT_FOUND ? 1 : 2;
      }
      TracedObjects.mark(body, archive::has);
      spec.commandLine()
          .getOut()
          .println(output.isJson() ? body.toPrettyString() : TraceReport.of(body));
      return 0;
    }
  }
}
