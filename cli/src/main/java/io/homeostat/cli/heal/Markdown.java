package io.homeostat.cli.heal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes headings, facts and tables; what has no value is left out. */
final class Markdown {
  private final List<String> lines = new ArrayList<>();

  Markdown title(String text) {
    lines.add("# " + text);
    return this;
  }

  Markdown heading(String text) {
    lines.add("");
    lines.add("## " + text);
    lines.add("");
    return this;
  }

  Markdown text(String sentence) {
    lines.add(sentence);
    return this;
  }

  /** A fact of a list; nothing when the value is null or empty. */
  Markdown fact(String name, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      lines.add("- %s: %s".formatted(name, line(value)));
    }
    return this;
  }

  /** A table with a head; nothing without rows. */
  Markdown table(List<String> head, List<List<Object>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    lines.add("");
    lines.add(row(head));
    lines.add(row(head.stream().map(column -> "---").toList()));
    rows.forEach(cells -> lines.add(row(cells.stream().map(Markdown::cell).toList())));
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String cell(Object value) {
    return line(Objects.toString(value, "")).replace("|", "\\|");
  }

  private static String line(Object value) {
    return value.toString().replace("\r", "").replace('\n', ' ');
  }
}
