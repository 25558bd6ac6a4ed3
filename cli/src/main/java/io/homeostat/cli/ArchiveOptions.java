package io.homeostat.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.UsageException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command finds the archive, and how it shows what the archive answered; a mixin. */
final class ArchiveOptions {
  private static final int OK = 200;

  @Option(
      names = "--system-namespace",
      defaultValue = "homeostat-system",
      description = "Namespace of the installation, default ${DEFAULT-VALUE}.")
  private String namespace;

  @Mixin private OutputFormat.OutputOption output;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Connects for figures; see {@link ArchiveConnection#open(String)}. */
  ArchiveConnection open() throws UsageException {
    return ArchiveConnection.open(namespace);
  }

  /** Connects for content; see {@link ArchiveConnection#openWithContent(String)}. */
  ArchiveConnection openWithContent() throws UsageException {
    return ArchiveConnection.openWithContent(namespace);
  }

  /** The body of an answer; an error is written to the terminal and gives nothing. */
  Optional<JsonNode> body(HttpResponse<String> response) throws JsonProcessingException {
    JsonNode body = new ObjectMapper().readTree(response.body());
    if (response.statusCode() == OK) {
      return Optional.of(body);
    }
    spec.commandLine()
        .getErr()
        .println(body.at("/error/message").asText("the archive answered " + response.statusCode()));
    return Optional.empty();
  }

  /** Writes a body as JSON or as a report, whichever is wanted. */
  void show(JsonNode body, Function<JsonNode, String> report) {
    spec.commandLine()
        .getOut()
        .println(output.isJson() ? body.toPrettyString() : report.apply(body));
  }

  /**
   * Writes what an answer holds, or its error.
   *
   * @return the command's exit code: 0, or 2 after an error
   */
  int show(HttpResponse<String> response, Function<JsonNode, String> report)
      throws JsonProcessingException {
    Optional<JsonNode> body = body(response);
    body.ifPresent(found -> show(found, report));
    return body.isPresent() ? 0 : 2;
  }
}
