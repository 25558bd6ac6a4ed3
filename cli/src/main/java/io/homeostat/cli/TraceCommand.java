package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      paramLabel = "ID",
      description = "Value of header x-homeostat-interaction, or the id of the response.")
  private String id;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection connection = archive.open()) {
      HttpResponse<String> response =
          connection.get("/v1/trace/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
      Optional<JsonNode> body = archive.body(response);
      if (body.isEmpty()) {
        return response.statusCode() == NOT_FOUND ? 1 : 2;
      }
      TracedObjects.mark(body.get(), connection::has);
      archive.show(body.get(), TraceReport::of);
      return 0;
    }
  }
}
