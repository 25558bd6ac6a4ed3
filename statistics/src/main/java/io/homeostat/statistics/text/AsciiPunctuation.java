package io.homeostat.statistics.text;

/** The 32 printable ASCII characters that are neither letter, digit nor space. */
final class AsciiPunctuation {
  private AsciiPunctuation() {}

  static boolean is(char c) {
    return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !isLetter(c);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
