package io.homeostat.statistics.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

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
    List<String> tokens = runs(text.toLowerCase(Locale.ROOT), Tokens::isWord);
    if (stem) {
      tokens.replaceAll(
          token -> token.length() > LONGEST_UNSTEMMED ? PorterStemmer.stem(token) : token);
    }
    return tokens;
  }

  /** The longest runs of characters that are inside, in order. */
  static List<String> runs(String text, IntPredicate inside) {
    List<String> runs = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean in = i < text.length() && inside.test(text.charAt(i));
      if (in && start < 0) {
        start = i;
      } else if (!in && start >= 0) {
        runs.add(text.substring(start, i));
        start = -1;
      }
    }
    return runs;
  }

  private static boolean isWord(int c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
