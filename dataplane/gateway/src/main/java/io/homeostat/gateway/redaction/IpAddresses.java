package io.homeostat.gateway.redaction;

import java.util.function.Consumer;

/** Finds IPv4 and IPv6 addresses. */
final class IpAddresses implements Detector {
  private static final int LONGEST = 45;

  @Override
  public void find(String text, Consumer<Span> found) {
    int at = 0;
    while (at < text.length()) {
      if (!isPart(text, at)) {
        at++;
        continue;
      }
      int end = at;
      while (isPart(text, end)) {
        end++;
      }
      if (!Characters.isWord(text, at - 1) && !Characters.isWord(text, end)) {
        examine(text, at, end, found);
      }
      at = end;
    }
  }

  private static boolean isPart(String text, int at) {
    return Characters.isHex(text, at) || Characters.isOneOf(text, at, ".:");
  }

  /** Looks at a run of hex digits, dots and colons; a sentence may end right behind an address. */
  private static void examine(String text, int start, int runEnd, Consumer<Span> found) {
    int first = start;
    while (Characters.is(text, first, '.')) {
      first++;
    }
    int end = runEnd;
    while (end > first && Characters.isOneOf(text, end - 1, ".:") && !endsCompressed(text, end)) {
      end--;
    }
    if (end - first > LONGEST) {
      return;
    }
    int portless = portStart(text, first, end);
    boolean four = isVersion4(text.substring(first, portless));
    if (four || isVersion6(text.substring(first, end))) {
      found.accept(new Span(first, four ? portless : end, PersonalData.IP));
    }
  }

  private static boolean endsCompressed(String text, int end) {
    return Characters.is(text, end - 1, ':') && Characters.is(text, end - 2, ':');
  }

  /** An IPv4 address may be followed by one colon and a port. */
  private static int portStart(String text, int start, int end) {
    int colon = text.indexOf(':', start, end);
    return colon < 0 ? end : colon;
  }

  private static boolean isVersion4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !isNumberUpTo255(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumberUpTo255(String part) {
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = Characters.digit(part, i);
      if (digit < 0) {
        return false;
      }
      value = value * 10 + digit;
    }
    return value <= 255;
  }

  /** RFC 4291 text forms; a compressed one needs a digit or a third group, as code has a::b. */
  private static boolean isVersion6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    if (gap < 0) {
      return groups(text) == 8;
    }
    int left = groups(text.substring(0, gap));
    int right = groups(text.substring(gap + 2));
    boolean told = left + right > 2 || text.chars().anyMatch(Character::isDigit);
    return left >= 0 && right >= 0 && left + right < 8 && told;
  }

  /** Number of 16-bit groups; 0 for an empty text, less than 0 when one is wrong. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (last && isVersion4(parts[i])) {
        groups += 2;
      } else if (isGroup(parts[i])) {
        groups++;
      } else {
        return Integer.MIN_VALUE / 2;
      }
    }
    return groups;
  }

  private static boolean isGroup(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (!Characters.isHex(part, i)) {
        return false;
      }
    }
    return !part.isEmpty() && part.length() <= 4;
  }
}
