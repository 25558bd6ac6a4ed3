package io.homeostat.gateway.redaction;

/**
 * Groups of digits that follow one another with at most two separators between two of them, as far
 * as the longest number that is looked for goes.
 */
final class Digits {
  private static final int MAX_GROUPS = 8;
  private static final int MAX_DIGITS = 19;
  private static final String SEPARATORS = " -./()\u00a0\u2013";

  private final String text;
  private final int[] starts = new int[MAX_GROUPS];
  private final int[] ends = new int[MAX_GROUPS];
  private int groups;
  private int total;

  /** Reads from a digit on. */
  Digits(String text, int start) {
    this.text = text;
    int at = start;
    while (groups < MAX_GROUPS && Characters.isDigit(text, at)) {
      int end = at;
      while (Characters.isDigit(text, end) && total <= MAX_DIGITS) {
        end++;
        total++;
      }
      if (total > MAX_DIGITS) {
        return;
      }
      starts[groups] = at;
      ends[groups++] = end;
      at = end;
      for (int i = 0; i < 2 && Characters.isOneOf(text, at, SEPARATORS); i++) {
        at++;
      }
    }
  }

  int groups() {
    return groups;
  }

  int start() {
    return starts[0];
  }

  /** Where the first {@code count} groups end. */
  int end(int count) {
    return ends[count - 1];
  }

  int length(int group) {
    return ends[group] - starts[group];
  }

  /** Number of digits in the first {@code count} groups. */
  int total(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += length(i);
    }
    return sum;
  }

  int digit(int group, int position) {
    return Characters.digit(text, starts[group] + position);
  }

  /** The number that a group shows; groups of up to four digits only. */
  int value(int group) {
    int value = 0;
    for (int i = 0; i < length(group); i++) {
      value = value * 10 + digit(group, i);
    }
    return value;
  }

  /** What stands between a group and the next one. */
  String separator(int group) {
    return text.substring(ends[group], starts[group + 1]);
  }

  /** Whether one and the same character out of {@code allowed} separates the first groups. */
  boolean separatedAlike(int count, String allowed) {
    for (int i = 0; i + 1 < count; i++) {
      String separator = separator(i);
      if (separator.length() != 1
          || allowed.indexOf(separator.charAt(0)) < 0
          || !separator.equals(separator(0))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the first groups have these lengths. */
  boolean hasLengths(int... lengths) {
    if (groups < lengths.length) {
      return false;
    }
    for (int i = 0; i < lengths.length; i++) {
      if (length(i) != lengths[i]) {
        return false;
      }
    }
    return true;
  }
}
