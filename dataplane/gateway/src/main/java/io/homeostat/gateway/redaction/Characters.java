package io.homeostat.gateway.redaction;

/** Looks at single characters of a text; positions outside of it hold nothing. */
final class Characters {
  private Characters() {}

  /** The value of a decimal digit of any script; −1 for everything else. */
  static int digit(String text, int at) {
    return at < 0 || at >= text.length() ? -1 : Character.digit(text.charAt(at), 10);
  }

  static boolean isDigit(String text, int at) {
    return digit(text, at) >= 0;
  }

  static boolean isWord(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  static boolean isHex(String text, int at) {
    return at >= 0 && at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }

  static boolean is(String text, int at, char expected) {
    return at >= 0 && at < text.length() && text.charAt(at) == expected;
  }

  static boolean isOneOf(String text, int at, String expected) {
    return at >= 0 && at < text.length() && expected.indexOf(text.charAt(at)) >= 0;
  }
}
