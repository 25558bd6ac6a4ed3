package io.homeostat.gateway.redaction;

import java.util.function.Consumer;

/** Finds what is told apart by its digits: payment cards, social security and phone numbers. */
final class Numbers implements Detector {
  private static final int SHORTEST_CARD = 13;

  @Override
  public void find(String text, Consumer<Span> found) {
    int at = 0;
    while (at < text.length()) {
      if (!Characters.isDigit(text, at)) {
        at++;
        continue;
      }
      Span span = at(text, at);
      if (span != null) {
        found.accept(span);
        at = span.end();
      } else {
        while (Characters.isDigit(text, at)) {
          at++;
        }
      }
    }
  }

  private static Span at(String text, int start) {
    Digits digits = new Digits(text, start);
    if (digits.groups() == 0) {
      return null;
    }
    int card = cardEnd(digits);
    if (card > 0) {
      return new Span(start, card, PersonalData.CARD);
    }
    if (continues(text, start)) {
      return null;
    }
    if (isSocialSecurity(digits) && !Characters.isWord(text, digits.end(3))) {
      return new Span(start, digits.end(3), PersonalData.SSN);
    }
    return PhoneNumber.at(text, digits);
  }

  /** Whether something before belongs to the number, such as the day of a date. */
  private static boolean continues(String text, int start) {
    return Characters.isWord(text, start - 1)
        || (Characters.isOneOf(text, start - 1, "./-") && Characters.isDigit(text, start - 2));
  }

  /** Returns the end of the longest card number (ISO 7812, Luhn); −1 when there is none. */
  private static int cardEnd(Digits digits) {
    int first = digits.digit(0, 0);
    for (int count = digits.groups(); count > 0 && first >= 2 && first <= 6; count--) {
      if (digits.total(count) >= SHORTEST_CARD
          && digits.separatedAlike(count, " -\u00a0")
          && hasLuhnChecksum(digits, count)) {
        return digits.end(count);
      }
    }
    return -1;
  }

  private static boolean hasLuhnChecksum(Digits digits, int count) {
    int sum = 0;
    boolean doubled = false;
    for (int group = count - 1; group >= 0; group--) {
      for (int i = digits.length(group) - 1; i >= 0; i--) {
        int value = digits.digit(group, i) * (doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        doubled = !doubled;
      }
    }
    return sum % 10 == 0;
  }

  /** Numbers that were never given out are none: area 000, 666 or 900 up, group 00, serial 0000. */
  private static boolean isSocialSecurity(Digits digits) {
    return digits.hasLengths(3, 2, 4)
        && digits.separatedAlike(3, "- ")
        && digits.value(0) != 0
        && digits.value(0) != 666
        && digits.value(0) < 900
        && digits.value(1) != 0
        && digits.value(2) != 0;
  }
}
