package io.homeostat.cli.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Words the difference of two prompts for a person. */
final class PromptDiffReport {
  private PromptDiffReport() {}

  static String of(PromptDiff diff) {
    List<String> lines = new ArrayList<>();
    if (diff.changes().isEmpty()) {
      lines.add("the instructions are the same");
    }
    for (PromptDiff.Change change : diff.changes()) {
      change.removed().forEach(instruction -> lines.add("- " + instruction));
      change.added().forEach(instruction -> lines.add("+ " + instruction));
    }
    lines.add("");
    lines.add("variables           " + variables(diff.variables()));
    lines.add("wording distance    %.3f".formatted(diff.wordingDistance()));
    if (diff.embeddingDistance() != null) {
      lines.add("embedding distance  %.3f".formatted(diff.embeddingDistance()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String variables(PromptDiff.Variables variables) {
    if (variables.added().isEmpty() && variables.removed().isEmpty()) {
      return "the same";
    }
    List<String> parts = new ArrayList<>();
    add(parts, "removed", variables.removed());
    add(parts, "added", variables.added());
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String what, Set<String> names) {
    if (!names.isEmpty()) {
      parts.add(what + " " + String.join(", ", names));
    }
  }
}
