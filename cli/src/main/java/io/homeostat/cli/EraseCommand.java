package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.OutputFormat;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases what an end user wrote and was answered. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erases the messages, answers and corrections of an end user from the archive.",
      "Figures stay. Tells which Datasets and adapters learnt of them."
    },
    footer = {"", "Example:", "  homeostat erase --service support/support --user customer-4711"})
final class EraseCommand implements Callable<Integer> {
  private static final int OK = 200;

  @Option(
      names = "--service",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "The ModelService.")
  private String service;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "USER",
      description = "The end user as requests name it: safety_identifier or user.")
  private String user;

  @Option(
      names = "--system-namespace",
      defaultValue = "homeostat-system",
      description = "Namespace of the installation, default ${DEFAULT-VALUE}.")
  private String namespace;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ObjectMapper json = new ObjectMapper();
    try (ArchiveConnection archive = ArchiveConnection.openWithContent(namespace)) {
      HttpResponse<String> response =
          archive.post(
              "/v1/erasures", json.writeValueAsString(Map.of("service", service, "user", user)));
      JsonNode body = json.readTree(response.body());
      if (response.statusCode() != OK) {
        spec.commandLine()
            .getErr()
            .println(
                body.at("/error/message").asText("the archive answered " + response.statusCode()));
        return 2;
      }
      spec.commandLine().getOut().println(output.isJson() ? body.toPrettyString() : report(body));
      return 0;
    }
  }

  static String report(JsonNode erasure) {
    StringBuilder report = new StringBuilder();
    report.append(
        "erased the content of %d interactions".formatted(erasure.path("interactions").asLong()));
    for (JsonNode dataset : erasure.path("datasets")) {
      report.append(
          "%nDataset %s version %s, digest %s learnt of them; adapters: %s"
              .formatted(
                  dataset.path("name").asText(),
                  dataset.path("version").asText("?"),
                  dataset.path("digest").asText("?"),
                  dataset.path("adapters").isEmpty()
                      ? "none"
                      : dataset.path("adapters").toString()));
    }
    return report.toString();
  }
}
