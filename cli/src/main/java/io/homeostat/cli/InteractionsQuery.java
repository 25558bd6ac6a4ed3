package io.homeostat.cli;

import io.homeostat.cli.terminal.UsageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which interactions to list; the options that say so. */
final class InteractionsQuery {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+/[a-z0-9.-]+");
  private static final Pattern AGO = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

  @Option(
      names = "--service",
      required = true,
      paramLabel = "NAMESPACE/NAME",
      description = "The ModelService.")
  private String service;

  @Option(names = "--release", paramLabel = "NAME", description = "One release only.")
  private String release;

  @Option(names = "--capability", paramLabel = "NAME", description = "One capability only.")
  private String capability;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "24h",
      description =
          "A time like 2026-11-21T08:00:00Z, or how long ago: 30m, 6h, 7d; default ${DEFAULT-VALUE}.")
  private String since;

  @Option(
      names = "--score-below",
      paramLabel = "SCORE",
      description = "Only answers that scored less, from 0 to 1.")
  private Double scoreBelow;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "Most interactions, 1 to 1000, default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--page",
      paramLabel = "TOKEN",
      description = "Goes on where a page ended: what it printed after 'more'.")
  private String page;

  @Option(
      names = "--content",
      description =
          "Also messages and answers; needs the right to read Secret homeostat-archive-content.")
  private boolean content;

  boolean content() {
    return content;
  }

  int limit() {
    return limit;
  }

  /**
   * Path of the archive's API.
   *
   * @throws UsageException when an option cannot be understood
   */
  String path(Instant now) throws UsageException {
    if (!SERVICE.matcher(service).matches()) {
      throw new UsageException("--service must be namespace/name, found '%s'".formatted(service));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("service", service);
    parameters.put("release", release);
    parameters.put("capability", capability);
    parameters.put("since", moment(now).toString());
    parameters.put("scoreBelow", scoreBelow == null ? null : scoreBelow.toString());
    parameters.put("limit", Integer.toString(limit));
    parameters.put("content", content ? "true" : null);
    if (page != null) {
      int cut = page.indexOf('_');
      if (cut < 0) {
        throw new UsageException(
            "--page must be what a page printed after 'more', found '%s'".formatted(page));
      }
      parameters.put("until", page.substring(0, cut));
      parameters.put("before", page.substring(cut + 1));
    }
    return parameters.entrySet().stream()
        .filter(parameter -> parameter.getValue() != null)
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "/v1/interactions?", ""));
  }

  private Instant moment(Instant now) throws UsageException {
    Matcher ago = AGO.matcher(since);
    if (ago.matches()) {
      long number = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          });
    }
    try {
      return Instant.parse(since);
    } catch (java.time.DateTimeException e) {
      throw new UsageException(
          "--since must be a time like 2026-11-21T08:00:00Z or like 30m, 6h, 7d, found '%s'"
              .formatted(since));
    }
  }
}
