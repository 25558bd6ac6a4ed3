package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which answers, and of which installation. */
final class LabelOptions {
  private static final int OK = 200;

  @Option(
      names = "--service",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "The ModelService.")
  private String service;

  @Option(
      names = "--capability",
      paramLabel = "NAME",
      description = "Answers of one capability. Default: all.")
  private String capability;

  @Option(
      names = "--days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "Answers of the last days, default ${DEFAULT-VALUE}.")
  private int days;

  String query() {
    return "service="
        + encoded(service)
        + "&since="
        + encoded(Instant.now().minus(Duration.ofDays(days)).toString())
        + (capability == null ? "" : "&capability=" + encoded(capability));
  }

  /** The body of an answer; an error is written and gives nothing. */
  static Optional<JsonNode> body(HttpResponse<String> response, PrintWriter err) throws Exception {
    JsonNode body = new ObjectMapper().readTree(response.body());
    if (response.statusCode() == OK) {
      return Optional.of(body);
    }
    err.println(body.at("/error/message").asText("the archive answered " + response.statusCode()));
    return Optional.empty();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
