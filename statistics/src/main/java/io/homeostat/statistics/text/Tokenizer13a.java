package io.homeostat.statistics.text;

import java.util.List;

/**
 * Splits text into the tokens that BLEU counts: the rules of NIST's mteval-v13a, as sacreBLEU
 * applies them under {@code tok:13a} (Post 2018, "A Call for Clarity in Reporting BLEU Scores").
 *
 * <p>In this order: joined hyphenated line ends, four HTML entities, ASCII symbols stand alone,
 * full stop and comma stand alone unless a digit precedes and follows them, and a dash stands alone
 * after a digit. Case is kept.
 */
final class Tokenizer13a {
  private Tokenizer13a() {}

  static List<String> tokens(String text) {
    CharSequence line = " " + unescaped(WhiteSpace.stripTrailing(text)) + " ";
    line = symbolsApart(line);
    line = stopsApartAfterOthersThanDigits(line);
    line = stopsApartBeforeOthersThanDigits(line);
    return WhiteSpace.split(dashesApartAfterDigits(line));
  }

  private static String unescaped(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
    if (line.indexOf('&') < 0) {
      return line;
    }
    return line.replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
  }

  private static StringBuilder symbolsApart(CharSequence line) {
    StringBuilder apart = new StringBuilder(line.length() + line.length() / 2);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (isSymbol(c)) {
        apart.append(' ').append(c).append(' ');
      } else {
        apart.append(c);
      }
    }
    return apart;
  }

  private static StringBuilder stopsApartAfterOthersThanDigits(CharSequence line) {
    StringBuilder apart = new StringBuilder(line.length() + line.length() / 2);
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      apart.append(c);
      if (!isDigit(c) && i < line.length() && isStop(line.charAt(i))) {
        apart.append(' ').append(line.charAt(i++)).append(' ');
      }
    }
    return apart;
  }

  private static StringBuilder stopsApartBeforeOthersThanDigits(CharSequence line) {
    StringBuilder apart = new StringBuilder(line.length() + line.length() / 2);
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      if (isStop(c) && i < line.length() && !isDigit(line.charAt(i))) {
        apart.append(' ').append(c).append(' ').append(line.charAt(i++));
      } else {
        apart.append(c);
      }
    }
    return apart;
  }

  private static StringBuilder dashesApartAfterDigits(CharSequence line) {
    StringBuilder apart = new StringBuilder(line.length() + line.length() / 2);
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i++);
      apart.append(c);
      if (isDigit(c) && i < line.length() && line.charAt(i) == '-') {
        i++;
        apart.append(" - ");
      }
    }
    return apart;
  }

  /** ASCII's printable symbols other than apostrophe, comma, dash and full stop. */
  private static boolean isSymbol(char c) {
    return c >= ' ' && c <= '&'
        || c >= '(' && c <= '+'
        || c == '/'
        || c >= ':' && c <= '@'
        || c >= '[' && c <= '`'
        || c >= '{' && c <= '~';
  }

  private static boolean isStop(char c) {
    return c == '.' || c == ',';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
