package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.terminal.Table;
import java.util.Locale;

/** Interactions as a table, and where the next page begins. */
final class InteractionsReport {
  private InteractionsReport() {}

  /**
   * The table; with content each answer on lines of its own below it.
   *
   * @param page items as the archive gives them, the latest first
   */
  static String of(JsonNode page, boolean content) {
    if (page.isEmpty()) {
      return "no interactions match";
    }
    Table table =
        new Table("time", "id", "release", "capability", "origin", "score", "status", "ms");
    StringBuilder texts = new StringBuilder();
    for (JsonNode item : page) {
      table.row(
          item.path("time").asText(),
          item.path("id").asText(),
          item.path("release").asText(),
          item.path("capability").asText("-"),
          item.path("origin").asText("-"),
          score(item),
          item.path("error").asText(item.path("status").asText()),
          item.path("latencyMillis").asText());
      if (content) {
        texts.append("%n%n%s".formatted(item.path("id").asText()));
        item.path("messages")
            .forEach(
                message ->
                    texts.append(
                        "%n  %s: %s"
                            .formatted(
                                message.path("role").asText(), message.path("content").asText())));
        texts.append("%n  answer: %s".formatted(item.path("answer").asText("(not kept)")));
      }
    }
    return table.toString() + texts;
  }

  private static String score(JsonNode item) {
    return item.has("composite")
        ? String.format(Locale.ROOT, "%.2f", item.get("composite").asDouble())
        : item.path("unscoredReason").asText("-");
  }

  /** What {@code --page} needs to go on after a page. */
  static String next(JsonNode page) {
    JsonNode last = page.get(page.size() - 1);
    return last.path("time").asText() + "_" + last.path("id").asText();
  }
}
