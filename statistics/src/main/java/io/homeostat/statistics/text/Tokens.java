package io.homeostat.statistics.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits text into the words that lexical scores compare, as Google's rouge_score does. */
final class Tokens {
  private static final int LONGEST_UNSTEMMED = 3;

  private Tokens() {}

  /**
   * The runs of [a-z0-9] of the lower-cased text, in order.
   *
   * @param stem whether words of more than three letters are cut down to their stem
   */
  static List<String> of(String text, boolean stem) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= lower.length(); i++) {
      boolean inside = i < lower.length() && isWord(lower.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        String token = lower.substring(start, i);
        tokens.add(stem && token.length() > LONGEST_UNSTEMMED ? PorterStemmer.stem(token) : token);
        start = -1;
      }
    }
    return tokens;
  }

  private static boolean isWord(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
