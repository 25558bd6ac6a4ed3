package io.homeostat.monitor.cause;

import io.homeostat.monitor.JudgeWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Calibrations of one judge on the same labelled items, so that a judge that rates the same answers
 * lower than before is told from answers that are worse.
 *
 * @param words in the order of time, of one judge digest
 */
public record JudgeHistory(List<JudgeWord> words) {
  /** Fewer frozen items say too little about a judge. */
  static final int LEAST_ITEMS = 50;

  private static final int MOST_WORDS = 32;

  /** Copies the list. */
  public JudgeHistory {
    words = words == null ? List.of() : List.copyOf(words);
  }

  /** This and one more; of another judge or other items, a new history. */
  JudgeHistory plus(JudgeWord word) {
    if (words.isEmpty() || !sameItems(words.getLast(), word)) {
      return new JudgeHistory(List.of(word));
    }
    if (word.asOfMillis() <= words.getLast().asOfMillis()) {
      return this;
    }
    List<JudgeWord> grown = new ArrayList<>(words);
    grown.add(word);
    return new JudgeHistory(grown.subList(Math.max(0, grown.size() - MOST_WORDS), grown.size()));
  }

  private static boolean sameItems(JudgeWord known, JudgeWord word) {
    return Objects.equals(known.digest(), word.digest()) && known.items() == word.items();
  }

  /**
   * How much lower the judge rates the same items by its latest calibration than by the last one
   * before a moment; nothing when one of them is missing or there are too few items.
   */
  OptionalDouble fallSince(long millis) {
    JudgeWord before =
        words.stream().filter(w -> w.asOfMillis() <= millis).reduce((a, b) -> b).orElse(null);
    JudgeWord now = words.isEmpty() ? null : words.getLast();
    if (before == null
        || now == before
        || before.bias() == null
        || now.bias() == null
        || now.items() < LEAST_ITEMS) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(before.bias() - now.bias());
  }
}
