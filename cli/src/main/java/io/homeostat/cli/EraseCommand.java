package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    String erasure =
        new ObjectMapper().writeValueAsString(Map.of("service", service, "user", user));
    try (ArchiveConnection connection = archive.openWithContent()) {
      return archive.show(connection.post("/v1/erasures", erasure), EraseCommand::report);
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
