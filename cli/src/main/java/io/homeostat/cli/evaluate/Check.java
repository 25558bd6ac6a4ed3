package io.homeostat.cli.evaluate;

import java.util.List;

/**
 * One step of the fast tier.
 *
 * @param name such as lint
 * @param problems what is wrong; empty when nothing is
 * @param note what was looked at, or why nothing was
 */
record Check(String name, List<String> problems, String note) {
  boolean passed() {
    return problems.isEmpty();
  }

  /** Lines for a person. */
  String text() {
    StringBuilder text =
        new StringBuilder("%s %s: %s".formatted(passed() ? "ok  " : "FAIL", name, note));
    problems.forEach(
        problem -> text.append(System.lineSeparator()).append("     ").append(problem));
    return text.toString();
  }
}
