package io.homeostat.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.OptionalDouble;

/** Finds the number that an answer gives. */
final class Numbers {
  private static final Pattern NUMBER =
      Pattern.compile(
          "-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?");

  private Numbers() {}

  /** The first number of a text; commas between groups of three digits are left out. */
  static OptionalDouble first(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group().replace(",", "")))
        : OptionalDouble.empty();
  }

  /** The number at a JSON pointer of a JSON text. */
  static OptionalDouble at(String text, String pointer) {
    JsonNode node = AnswerJson.read(text).map(json -> json.at(pointer)).orElse(null);
    return node != null && node.isNumber()
        ? OptionalDouble.of(node.asDouble())
        : OptionalDouble.empty();
  }
}
