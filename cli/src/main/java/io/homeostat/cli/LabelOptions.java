package io.homeostat.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which answers, and of which installation. */
final class LabelOptions {
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

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
