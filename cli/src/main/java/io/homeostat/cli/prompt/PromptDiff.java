package io.homeostat.cli.prompt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.homeostat.statistics.text.ChrfCounts;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What changed between two prompts, instruction by instruction. An instruction is a sentence:
 * moving a line break changes nothing.
 *
 * @param changes what was removed and added, in the order of the prompts
 * @param variables that only one of them has
 * @param wordingDistance 0 for equal texts to 1 for texts that share no run of characters: 1 −
 *     chrF2 / 100, the mean of both directions; about letters, not about meaning
 * @param embeddingDistance cosine distance of their embeddings, 0 to 2; null when no model was
 *     asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PromptDiff(
    List<Change> changes, Variables variables, double wordingDistance, Double embeddingDistance) {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\{\\{\\s*([\\w.]+)\\s*}}|\\$\\{\\s*([\\w.]+)\\s*}|(?<![{$\\w])\\{([A-Za-z_][\\w.]*)}(?!})");
  private static final double PERCENT = 100;

  /**
   * One place where the prompts differ.
   *
   * @param removed instructions of the first that the second lacks there
   * @param added instructions of the second that stand in their place
   */
  record Change(List<String> removed, List<String> added) {}

  /** Names of variables, written as {@code {{x}}}, {@code {x}} or {@code ${x}}. */
  record Variables(Set<String> removed, Set<String> added) {}

  static PromptDiff of(String one, String other) {
    List<Change> changes = new ArrayList<>();
    for (AbstractDelta<String> delta :
        DiffUtils.diff(instructions(one), instructions(other)).getDeltas()) {
      changes.add(
          new Change(
              List.copyOf(delta.getSource().getLines()),
              List.copyOf(delta.getTarget().getLines())));
    }
    return new PromptDiff(
        changes,
        new Variables(
            difference(variables(one), variables(other)),
            difference(variables(other), variables(one))),
        distance(one, other),
        null);
  }

  PromptDiff withEmbeddingDistance(double distance) {
    return new PromptDiff(changes, variables, wordingDistance, distance);
  }

  /** The sentences of each paragraph, with white space made one blank. */
  static List<String> instructions(String prompt) {
    List<String> instructions = new ArrayList<>();
    for (String block : prompt.strip().split("\\R(?=\\s*(\\R|[-*#]|\\d+[.)]))")) {
      String text = block.strip().replaceAll("\\s+", " ");
      BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
      sentences.setText(text);
      int from = sentences.first();
      for (int to = sentences.next(); to != BreakIterator.DONE; from = to, to = sentences.next()) {
        instructions.add(text.substring(from, to).strip());
      }
    }
    instructions.removeIf(String::isEmpty);
    return joined(instructions);
  }

  /** A number of a list, as in "1.", is no sentence of its own. */
  private static List<String> joined(List<String> sentences) {
    List<String> whole = new ArrayList<>();
    String number = "";
    for (String sentence : sentences) {
      if (sentence.matches("\\d+[.)]")) {
        number = sentence + " ";
      } else {
        whole.add(number + sentence);
        number = "";
      }
    }
    return whole;
  }

  static Set<String> variables(String prompt) {
    Set<String> names = new TreeSet<>();
    for (MatchResult found : VARIABLE.matcher(prompt).results().toList()) {
      for (int group = 1; group <= found.groupCount(); group++) {
        if (found.group(group) != null) {
          names.add(found.group(group));
        }
      }
    }
    return names;
  }

  private static Set<String> difference(Set<String> names, Set<String> others) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }

  private static double distance(String one, String other) {
    if (one.equals(other)) {
      return 0;
    }
    double similarity =
        (ChrfCounts.characters(one, other).score() + ChrfCounts.characters(other, one).score()) / 2;
    return 1 - similarity / PERCENT;
  }
}
