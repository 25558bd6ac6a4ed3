package io.homeostat.gateway.redaction;

/**
 * Tells phone numbers from other numbers by how they are written: international with {@code +} or
 * {@code 00}, national with a leading 0 or an area code in brackets, or North American 3-3-4.
 */
final class PhoneNumber {
  private static final int SHORTEST_INTERNATIONAL = 8;
  private static final int LONGEST_INTERNATIONAL = 15;
  private static final int SHORTEST_NATIONAL = 9;
  private static final int SHORTEST_BRACKETED = 7;
  private static final int LONGEST_NATIONAL = 12;

  private PhoneNumber() {}

  /** Returns the number that begins with these digits, or null. */
  static Span at(String text, Digits digits) {
    int start = digits.start();
    boolean bracket = Characters.is(text, start - 1, '(');
    boolean plus = Characters.is(text, start - (bracket ? 2 : 1), '+');
    int groups = groups(text, digits, plus, bracket);
    if (groups == 0 || Characters.isWord(text, digits.end(groups))) {
      return null;
    }
    int first = start - (bracket ? 1 : 0) - (plus ? 1 : 0);
    return new Span(first, digits.end(groups), PersonalData.PHONE);
  }

  /** How many of the groups are the number; 0 for none. */
  private static int groups(String text, Digits digits, boolean plus, boolean bracket) {
    if (plus) {
      return upTo(digits, SHORTEST_INTERNATIONAL, LONGEST_INTERNATIONAL);
    }
    if (digits.length(0) > 1 && digits.digit(0, 0) == 0 && digits.digit(0, 1) == 0) {
      return isDate(digits)
          ? 0
          : upTo(digits, SHORTEST_INTERNATIONAL + 2, LONGEST_INTERNATIONAL + 2);
    }
    int american = american(digits);
    if (american > 0) {
      return american;
    }
    if (bracket && Characters.is(text, digits.end(1), ')')) {
      return upTo(digits, SHORTEST_BRACKETED, LONGEST_NATIONAL);
    }
    boolean national = digits.length(0) > 1 && digits.digit(0, 0) == 0 && !isDate(digits);
    return national ? upTo(digits, SHORTEST_NATIONAL, LONGEST_NATIONAL) : 0;
  }

  private static int upTo(Digits digits, int least, int most) {
    for (int count = digits.groups(); count > 0; count--) {
      int total = digits.total(count);
      if (total >= least && total <= most) {
        return count;
      }
    }
    return 0;
  }

  /** Area code, exchange, line, and perhaps the country code 1 before them. */
  private static int american(Digits digits) {
    if (digits.hasLengths(3, 3, 4)) {
      return digits.digit(0, 0) > 1 && digits.digit(1, 0) > 1 ? 3 : 0;
    }
    boolean withCountry = digits.hasLengths(1, 3, 3, 4) && digits.value(0) == 1;
    return withCountry && digits.digit(1, 0) > 1 && digits.digit(2, 0) > 1 ? 4 : 0;
  }

  private static boolean isDate(Digits digits) {
    return digits.groups() >= 3
        && digits.length(0) <= 2
        && digits.length(1) <= 2
        && digits.length(2) == 4
        && digits.separatedAlike(3, "./- ");
  }
}
