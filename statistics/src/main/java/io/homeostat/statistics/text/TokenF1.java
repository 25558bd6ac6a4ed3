package io.homeostat.statistics.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Overlap of the bags of words of short answers, as the SQuAD benchmarks score them (Rajpurkar et
 * al. 2016, 2018): lower case, ASCII punctuation and the articles a, an, the removed, words split
 * at white space, so that it serves any script that writes spaces.
 */
public final class TokenF1 {
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");

  private TokenF1() {}

  /**
   * Compares an answer with its reference.
   *
   * @return the overlap; when a text has no word left, 1 if both have none, else 0
   */
  public static Overlap of(String reference, String hypothesis) {
    Vocabulary vocabulary = new Vocabulary();
    int[] expected = vocabulary.ids(words(reference));
    int[] found = vocabulary.ids(words(hypothesis));
    if (expected.length == 0 && found.length == 0) {
      return new Overlap(1, 1, 1);
    }
    return Overlap.of(NgramMatches.of(expected, found, 1)[0], found.length, expected.length);
  }

  private static List<String> words(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      if (!AsciiPunctuation.is(lower.charAt(i))) {
        plain.append(lower.charAt(i));
      }
    }
    return WhiteSpace.split(withoutArticles(plain.toString()));
  }

  private static String withoutArticles(String text) {
    StringBuilder rest = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && isWord(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      String run = text.substring(start, end);
      rest.append(ARTICLES.contains(run) ? " " : run);
      start = end;
      if (start < text.length()) {
        rest.appendCodePoint(text.codePointAt(start));
        start += Character.charCount(text.codePointAt(start));
      }
    }
    return rest.toString();
  }

  private static boolean isWord(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetter(codePoint)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
