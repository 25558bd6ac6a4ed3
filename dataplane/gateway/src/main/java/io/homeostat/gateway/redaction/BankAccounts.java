package io.homeostat.gateway.redaction;

import java.util.function.Consumer;

/**
 * Finds international bank account numbers (ISO 13616), together or in groups: two letters, two
 * check digits, 11 to 30 letters and digits, and 1 as the remainder modulo 97.
 */
final class BankAccounts implements Detector {
  private static final int SHORTEST = 15;
  private static final int LONGEST = 34;
  private static final int MODULUS = 97;

  @Override
  public void find(String text, Consumer<Span> found) {
    for (int at = 0; at + SHORTEST <= text.length(); at++) {
      if (startsAccount(text, at)) {
        int end = end(text, at);
        if (end > 0) {
          found.accept(new Span(at, end, PersonalData.IBAN));
          at = end - 1;
        }
      }
    }
  }

  private static boolean startsAccount(String text, int at) {
    return value(text, at) >= 10
        && value(text, at + 1) >= 10
        && isBetween(value(text, at + 2), 0, 9)
        && isBetween(value(text, at + 3), 0, 9)
        && !Characters.isWord(text, at - 1);
  }

  /** Returns the end of the longest number with a right checksum; −1 when there is none. */
  private static int end(String text, int start) {
    int remainder = 0;
    int length = 4;
    int best = -1;
    int at = start + 4;
    while (length < LONGEST) {
      if (Characters.isOneOf(text, at, " -\u00a0")) {
        at++;
      }
      int value = value(text, at);
      if (value < 0) {
        break;
      }
      remainder = append(remainder, value);
      length++;
      at++;
      if (length >= SHORTEST && !Characters.isWord(text, at) && isRight(text, start, remainder)) {
        best = at;
      }
    }
    return best;
  }

  private static boolean isRight(String text, int start, int account) {
    int remainder = account;
    for (int i = 0; i < 4; i++) {
      remainder = append(remainder, value(text, start + i));
    }
    return remainder == 1;
  }

  private static int append(int remainder, int value) {
    return (remainder * (value < 10 ? 10 : 100) + value) % MODULUS;
  }

  /** 0 to 9 for digits, 10 to 35 for letters, as the standard has it; −1 for everything else. */
  private static int value(String text, int at) {
    return at >= text.length() || text.charAt(at) > 'z' ? -1 : Character.digit(text.charAt(at), 36);
  }

  private static boolean isBetween(int value, int least, int most) {
    return value >= least && value <= most;
  }
}
