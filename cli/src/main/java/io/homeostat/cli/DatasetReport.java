package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.terminal.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A Dataset for a person: its version, what was left out, and the rows behind the findings. */
final class DatasetReport {
  private static final String EVERY_CAPABILITY = "*";

  private DatasetReport() {}

  /** Whether the poison guard stopped the latest build. */
  static boolean tripped(JsonNode dataset) {
    return "Tripped".equals(dataset.at("/status/guard/state").asText());
  }

  /**
   * The report.
   *
   * @param dataset the object, with {@code corrections} as the archive gives them
   * @param rows corrections to show of each finding
   */
  static String of(JsonNode dataset, int rows) {
    JsonNode status = dataset.path("status");
    List<String> parts = new ArrayList<>();
    parts.add(version(dataset, status));
    add(parts, status.path("capabilities"), DatasetReport::capabilities);
    add(parts, status.path("rowsBySource"), found -> counts("source", found));
    add(parts, status.path("quarantine"), found -> counts("left out because of", found));
    if (status.hasNonNull("guard")) {
      parts.add(guard(status.path("guard")));
      for (JsonNode finding : status.at("/guard/findings")) {
        parts.add(finding(finding, dataset.path("corrections"), rows));
      }
    }
    return String.join(System.lineSeparator().repeat(2), parts);
  }

  private static String version(JsonNode dataset, JsonNode status) {
    String name = dataset.at("/metadata/name").asText();
    return status.hasNonNull("version")
        ? "Dataset %s, version %d, digest %s%n%d rows to train on, %d held out, generation %s%n%s"
            .formatted(
                name,
                status.path("version").asInt(),
                status.path("digest").asText(),
                status.path("trainRows").asInt(),
                status.path("testRows").asInt(),
                status.path("generation").asText("?"),
                status.path("uri").asText())
        : "Dataset %s has no version yet".formatted(name);
  }

  private static void add(List<String> parts, JsonNode found, Function<JsonNode, String> table) {
    if (!found.isEmpty()) {
      parts.add(table.apply(found));
    }
  }

  private static String capabilities(JsonNode found) {
    Table table = new Table("capability", "train", "test");
    found.forEach(
        row ->
            table.row(
                row.path("name").asText(), row.path("train").asText(), row.path("test").asText()));
    return table.toString();
  }

  private static String counts(String head, JsonNode found) {
    Table table = new Table(head, "rows");
    found.forEach(row -> table.row(row.path("name").asText(), row.path("rows").asText()));
    return table.toString();
  }

  private static String guard(JsonNode guard) {
    return "poison guard: %s; %d corrections of %d sources, %d confirmed by references"
        .formatted(
            guard.path("state").asText(),
            guard.path("corrections").asInt(),
            guard.path("sources").asInt(),
            guard.path("confirmed").asInt());
  }

  private static String finding(JsonNode finding, JsonNode corrections, int rows) {
    String capability = finding.path("capability").asText();
    List<JsonNode> about =
        StreamSupport.stream(corrections.spliterator(), false)
            .filter(
                row ->
                    EVERY_CAPABILITY.equals(capability)
                        || capability.equals(row.path("capability").asText()))
            .toList();
    String head =
        "finding %s: %s, %d corrections of '%s' by %d sources"
            .formatted(
                finding.path("id").asText(),
                finding.path("rule").asText(),
                finding.path("rows").asInt(),
                capability,
                finding.path("sources").asInt());
    return about.isEmpty() ? head : head + "%n%s%n%s".formatted(sources(about), texts(about, rows));
  }

  /** Who gave corrections of the capability, the most first. */
  private static String sources(List<JsonNode> about) {
    Map<String, Long> counts =
        about.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.path("source").asText(), TreeMap::new, Collectors.counting()));
    Table table = new Table("source", "corrections");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(one -> table.row(one.getKey(), one.getValue().toString()));
    return table.toString();
  }

  /** The latest corrections of the source that gave most. */
  private static String texts(List<JsonNode> about, int rows) {
    Map<String, List<JsonNode>> bySource =
        about.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.path("source").asText(), TreeMap::new, Collectors.toList()));
    return bySource.values().stream()
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of())
        .stream()
        .sorted(
            Comparator.comparingLong((JsonNode row) -> row.path("timeMillis").asLong()).reversed())
        .limit(rows)
        .map(DatasetReport::text)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String text(JsonNode row) {
    JsonNode messages = row.path("messages");
    return "  %s by %s%n    asked:     %s%n    answered:  %s%n    corrected: %s"
        .formatted(
            row.path("interactionId").asText(),
            row.path("source").asText(),
            messages.path(messages.size() - 1).path("content").asText(),
            row.path("answer").asText("(not kept)"),
            row.path("correction").asText());
  }
}
