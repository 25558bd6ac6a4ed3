package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Reads the fields of a Job's result; what is missing is null, as in a status. */
record ResultFields(JsonNode result) {
  String text(String field) {
    JsonNode value = result.get(field);
    return value == null || value.isNull() ? null : value.asText();
  }

  /** A nested object; null when there is none. */
  ResultFields object(String field) {
    JsonNode value = result.get(field);
    return value == null || !value.isObject() ? null : new ResultFields(value);
  }

  Integer integer(String field) {
    JsonNode value = result.get(field);
    return value == null || !value.isNumber() ? null : value.asInt();
  }

  /** Three places after the point. */
  String decimal(String field) {
    JsonNode value = result.get(field);
    return value == null || !value.isNumber()
        ? null
        : String.format(Locale.ROOT, "%.3f", value.asDouble());
  }
}
