package io.homeostat.gateway.redaction;

import java.util.function.Consumer;

/** Finds e-mail addresses: from each {@code @}, to the left and to the right. */
final class Emails implements Detector {
  private static final String LOCAL = "._%+-'";
  private static final int SHORTEST_TOP = 2;

  @Override
  public void find(String text, Consumer<Span> found) {
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = at;
      while (Characters.isWord(text, start - 1) || Characters.isOneOf(text, start - 1, LOCAL)) {
        start--;
      }
      int end = domainEnd(text, at + 1);
      if (start < at && end > 0) {
        found.accept(new Span(start, end, PersonalData.EMAIL));
      }
    }
  }

  /** Returns where a domain with at least two labels ends; −1 when there is none. */
  private static int domainEnd(String text, int start) {
    int end = start;
    while (Characters.isWord(text, end) || Characters.isOneOf(text, end, ".-")) {
      end++;
    }
    while (end > start && !Characters.isWord(text, end - 1)) {
      end--;
    }
    int dot = end - 1;
    while (dot > start && text.charAt(dot) != '.') {
      dot--;
    }
    return dot > start && end - dot > SHORTEST_TOP ? end : -1;
  }
}
