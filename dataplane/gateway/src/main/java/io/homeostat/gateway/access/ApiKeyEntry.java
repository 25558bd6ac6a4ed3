package io.homeostat.gateway.access;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One entry of the Secret with the API keys: either the key itself on one line, or lines of {@code
 * sha256:<hex digits of a key's SHA-256>} (several while a key is exchanged), followed by what the
 * key may do, as {@code name: value}.
 *
 * @param digests SHA-256 of the keys, lower case hex
 */
record ApiKeyEntry(List<String> digests, ApiKey key) {
  private static final String HASH = "sha256:";
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern MODEL = Pattern.compile("\\*|[a-z0-9.*-]{1,253}/[a-z0-9.*-]{1,253}");
  private static final int MAX_LIMIT = 1_000_000_000;
  private static final int MAX_MODELS = 100;

  /**
   * Reads an entry.
   *
   * @param identity name of the entry
   * @throws IllegalArgumentException with the line that is wrong; the message holds no key
   */
  static ApiKeyEntry parse(String identity, String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("expected a key or sha256: lines, found nothing");
    }
    if (lines.getFirst().startsWith(HASH)) {
      return new Parser(identity).read(lines);
    }
    if (lines.size() > 1) {
      throw new IllegalArgumentException(
          "expected a key on one line, or sha256:<64 hex digits> on the first line, found "
              + lines.size()
              + " lines that begin with something else");
    }
    String digest = HexFormat.of().formatHex(ApiKeys.sha256(lines.getFirst()));
    return new ApiKeyEntry(List.of(digest), ApiKey.unlimited(identity));
  }

  private static final class Parser {
    private final String identity;
    private final List<String> digests = new ArrayList<>();
    private final List<String> models = new ArrayList<>();
    private Integer requests;
    private Integer tokens;
    private int feedback = ApiKey.FEEDBACK_PER_MINUTE;
    private int ingest;
    private boolean mayNameRelease;

    Parser(String identity) {
      this.identity = identity;
    }

    ApiKeyEntry read(List<String> lines) {
      for (int i = 0; i < lines.size(); i++) {
        try {
          read(lines.get(i));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line %d: %s".formatted(i + 1, e.getMessage()), e);
        }
      }
      return new ApiKeyEntry(
          List.copyOf(digests),
          new ApiKey(identity, models, requests, tokens, feedback, ingest, mayNameRelease));
    }

    private void read(String line) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "sha256" -> digests.add(digest(value));
        case "models" -> readModels(value);
        case "requests-per-minute" -> requests = number(name, value, 1);
        case "tokens-per-minute" -> tokens = number(name, value, 1);
        case "feedback-per-minute" -> feedback = number(name, value, 0);
        case "ingest-per-minute" -> ingest = number(name, value, 0);
        case "may-name-release" -> mayNameRelease = flag(name, value);
        default ->
            throw new IllegalArgumentException(
                "expected sha256, models, requests-per-minute, tokens-per-minute,"
                    + " feedback-per-minute, ingest-per-minute or may-name-release, then ':' and a value");
      }
    }

    private static String digest(String value) {
      if (!DIGEST.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "expected 64 lower case hex digits after sha256:, as sha256sum prints them");
      }
      return value;
    }

    private void readModels(String value) {
      for (String pattern : value.split(",")) {
        String model = pattern.strip();
        if (!MODEL.matcher(model).matches() || models.size() == MAX_MODELS) {
          throw new IllegalArgumentException(
              "expected up to %d models as namespace/name, '*' for any characters, with commas between them"
                  .formatted(MAX_MODELS));
        }
        models.add(model);
      }
    }

    private static int number(String name, String value, int least) {
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= MAX_LIMIT) {
          return number;
        }
      } catch (NumberFormatException ignored) {
        // answered below, like a number out of range
      }
      throw new IllegalArgumentException(
          "expected %s to be a whole number from %d to %d".formatted(name, least, MAX_LIMIT));
    }

    private static boolean flag(String name, String value) {
      if (!value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException("expected %s to be true or false".formatted(name));
      }
      return value.equals("true");
    }
  }
}
