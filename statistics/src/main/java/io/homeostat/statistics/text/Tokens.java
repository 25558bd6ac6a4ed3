package io.homeostat.statistics.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits text into the words that lexical scores compare, as Google's rouge_score does. */
final class Tokens {
  private Tokens() {}

  /** The runs of [a-z0-9] of the lower-cased text, in order, without stemming. */
  static List<String> of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lower.length(); i++) {
      boolean inside = i < lower.length() && isWord(lower.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        tokens.add(lower.substring(start, i));
        start = -1;
      }
    }
    return tokens;
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
