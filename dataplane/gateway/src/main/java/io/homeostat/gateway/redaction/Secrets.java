package io.homeostat.gateway.redaction;

import java.util.List;
import java.util.function.Consumer;

/**
 * Finds keys and tokens: those with a prefix that their issuer gave them, JSON Web Tokens, PEM
 * private keys, what follows {@code Bearer}, and values that are named password, token or the like.
 */
final class Secrets implements Detector {
  private static final int SHORTEST_TOKEN = 16;
  private static final int SHORTEST_VALUE = 4;
  private static final String BEARER = "bearer";
  private static final String PEM_BEGIN = "-----BEGIN ";
  private static final String PEM_END = "-----END ";
  private static final String PEM_LINE_END = "-----";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final int LONGEST_PEM_LABEL = 64;

  /** Prefixes of OpenAI, Stripe, AWS, GitHub, GitLab, Slack, Google, Hugging Face and others. */
  private static final List<String> PREFIXES =
      List.of(
          "sk-",
          "sk_live_",
          "sk_test_",
          "rk_live_",
          "AKIA",
          "ASIA",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "glpat-",
          "xoxa-",
          "xoxb-",
          "xoxp-",
          "xoxr-",
          "xoxs-",
          "AIza",
          "ya29.",
          "hf_",
          "npm_",
          "pypi-",
          "dop_v1_",
          "SG.",
          "eyJ");

  private static final List<String> NAMES =
      List.of(
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "passwort",
          "kennwort",
          "secret",
          "token",
          "apikey",
          "api_key",
          "api-key",
          "access_key",
          "access-key",
          "secret_key",
          "secret-key",
          "private_key",
          "private-key");

  @Override
  public void find(String text, Consumer<Span> found) {
    findPrivateKeys(text, found);
    int at = 0;
    while (at < text.length()) {
      if (!isName(text, at)) {
        at++;
        continue;
      }
      int end = at;
      while (isName(text, end)) {
        end++;
      }
      int token = tokenEnd(text, at, end);
      if (token > 0) {
        found.accept(new Span(at, token, PersonalData.SECRET));
      }
      at = token > 0 ? token : findValue(text, at, end, found);
    }
  }

  private static boolean isName(String text, int at) {
    return Characters.isWord(text, at) || Characters.isOneOf(text, at, "_-.");
  }

  /** Where the token ends whose first characters a known prefix is; −1 when there is none. */
  private static int tokenEnd(String text, int start, int wordEnd) {
    if (!hasPrefix(text, start)) {
      return -1;
    }
    int end = wordEnd;
    while (isName(text, end) || Characters.isOneOf(text, end, "+/=~")) {
      end++;
    }
    return end - start >= SHORTEST_TOKEN + 4 ? end : -1;
  }

  /** Looks behind a word for the value that it names; returns where to go on. */
  private static int findValue(String text, int start, int end, Consumer<Span> found) {
    boolean bearer = end - start == BEARER.length() && endsWith(text, end, BEARER);
    if (!bearer && !isNameOfSecret(text, start, end)) {
      return end;
    }
    int value = bearer ? skip(text, end, " ") : valueStart(text, end);
    if (value < 0 || value == end) {
      return end;
    }
    int valueEnd = value;
    while (valueEnd < text.length() && !endsValue(text.charAt(valueEnd))) {
      valueEnd++;
    }
    if (valueEnd - value < (bearer ? SHORTEST_TOKEN : SHORTEST_VALUE)) {
      return end;
    }
    found.accept(new Span(value, valueEnd, PersonalData.SECRET));
    return valueEnd;
  }

  private static boolean hasPrefix(String text, int start) {
    for (String prefix : PREFIXES) {
      if (text.startsWith(prefix, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNameOfSecret(String text, int start, int end) {
    for (String name : NAMES) {
      if (end - start >= name.length() && endsWith(text, end, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(String text, int end, String word) {
    return text.regionMatches(true, end - word.length(), word, 0, word.length());
  }

  /** Where the value begins in {@code name=value}, {@code "name": "value"} and the like; or −1. */
  private static int valueStart(String text, int nameEnd) {
    int at = skip(text, nameEnd, "\"'` ");
    if (!Characters.isOneOf(text, at, ":=")) {
      return -1;
    }
    at = skip(text, at + 1, "=> \"'`");
    return Characters.is(text, at, '[') ? -1 : at;
  }

  /** Skips at most four of these characters. */
  private static int skip(String text, int start, String skipped) {
    int at = start;
    while (at - start < 4 && Characters.isOneOf(text, at, skipped)) {
      at++;
    }
    return at;
  }

  private static boolean endsValue(char next) {
    return Character.isWhitespace(next) || "\"'`,;<>{}[]()".indexOf(next) >= 0;
  }

  private static void findPrivateKeys(String text, Consumer<Span> found) {
    int at = text.indexOf(PEM_BEGIN);
    while (at >= 0) {
      int labelEnd = text.indexOf(PEM_LINE_END, at + PEM_BEGIN.length());
      if (labelEnd < 0) {
        return;
      }
      int next = labelEnd;
      if (labelEnd - at < LONGEST_PEM_LABEL && text.substring(at, labelEnd).contains(PRIVATE_KEY)) {
        next = pemEnd(text, labelEnd);
        found.accept(new Span(at, next, PersonalData.SECRET));
      }
      at = text.indexOf(PEM_BEGIN, next);
    }
  }

  private static int pemEnd(String text, int start) {
    int last = text.indexOf(PEM_END, start);
    int line = last < 0 ? -1 : text.indexOf(PEM_LINE_END, last + PEM_END.length());
    return line < 0 ? text.length() : line + PEM_LINE_END.length();
  }
}
