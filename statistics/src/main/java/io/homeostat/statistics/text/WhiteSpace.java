package io.homeostat.statistics.text;

import java.util.ArrayList;
import java.util.List;

/**
 * White space as the reference implementations of text metrics know it: Unicode's, with the
 * no-break spaces and the four ASCII separators, which Java's own definitions leave out in part.
 */
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean is(char c) {
    if (c < 0x80) {
      return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
    }
    return c == 0x85 || Character.isSpaceChar(c);
  }

  /** The runs of other characters, in order. */
  static List<String> split(CharSequence text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && !is(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(text.subSequence(start, i).toString());
        start = -1;
      }
    }
    return words;
  }

  static String stripTrailing(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
