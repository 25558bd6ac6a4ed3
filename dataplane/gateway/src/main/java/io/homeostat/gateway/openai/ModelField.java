package io.homeostat.gateway.openai;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Renames the model in the text of a JSON object without writing the rest of it anew: an answer has
 * one such field for every token of a stream.
 */
final class ModelField {
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9._/:@-]*");
  private static final byte[] NAME = "model".getBytes(StandardCharsets.UTF_8);

  private final byte[] json;
  private int at;
  private int depth;

  private ModelField(byte[] json) {
    this.json = json;
  }

  /**
   * Puts another value into the field {@code model} of the outermost object.
   *
   * @param json valid JSON, an object, as UTF-8
   * @return the same text with the other value; nothing where the text should be written anew:
   *     there is not exactly one such field, or there are line breaks or Unicode escapes, or one of
   *     the names needs escapes
   */
  static Optional<byte[]> renamed(byte[] json, String given, String wanted) {
    if (!SIMPLE.matcher(wanted).matches() || !SIMPLE.matcher(given).matches()) {
      return Optional.empty();
    }
    int value = new ModelField(json).find();
    byte[] old = given.getBytes(StandardCharsets.UTF_8);
    if (value < 0 || !matches(json, value, old)) {
      return Optional.empty();
    }
    byte[] name = wanted.getBytes(StandardCharsets.UTF_8);
    byte[] result = new byte[json.length - old.length + name.length];
    System.arraycopy(json, 0, result, 0, value);
    System.arraycopy(name, 0, result, value, name.length);
    int rest = value + old.length;
    System.arraycopy(json, rest, result, value + name.length, json.length - rest);
    return Optional.of(result);
  }

  /** Where the value's text begins; -1 where it cannot be told simply. */
  private int find() {
    int found = -1;
    for (at = 0; at < json.length; at++) {
      byte c = json[at];
      if (c == '"') {
        int start = at + 1;
        if (!skipString()) {
          return -1;
        }
        if (depth == 1 && at - start == NAME.length && matches(json, start, NAME)) {
          int value = valueOf();
          if (value == 0 || (value > 0 && found >= 0)) {
            return -1;
          }
          found = value > 0 ? value : found;
        }
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c >= 0 && c < ' ') {
        return -1;
      }
    }
    return found;
  }

  /** Goes from the quote that opens a string to the one that closes it. */
  private boolean skipString() {
    for (at++; at < json.length; at++) {
      if (json[at] == '\\') {
        at++;
        if (at < json.length && json[at] == 'u') {
          return false;
        }
      } else if (json[at] == '"') {
        return true;
      }
    }
    return false;
  }

  /**
   * The text's place when a string follows the name that ends here, 0 when another value does, -1
   * when it was no name but a value itself.
   */
  private int valueOf() {
    int next = skipBlanks(at + 1);
    if (next >= json.length || json[next] != ':') {
      return -1;
    }
    next = skipBlanks(next + 1);
    return next < json.length && json[next] == '"' ? next + 1 : 0;
  }

  private int skipBlanks(int from) {
    int next = from;
    while (next < json.length && json[next] == ' ') {
      next++;
    }
    return next;
  }

  private static boolean matches(byte[] json, int from, byte[] text) {
    if (from + text.length >= json.length || json[from + text.length] != '"') {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (json[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
