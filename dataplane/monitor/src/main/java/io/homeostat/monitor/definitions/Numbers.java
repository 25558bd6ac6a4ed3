package io.homeostat.monitor.definitions;

/** Reads the numbers of a spec. */
final class Numbers {
  private Numbers() {}

  static int orElse(Integer value, int fallback) {
    return value == null ? fallback : value;
  }

  /**
   * A decimal that the API keeps as a string.
   *
   * @throws IllegalArgumentException when it is no decimal; the message names the field
   */
  static double decimal(String field, String text, double fallback) {
    if (text == null) {
      return fallback;
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number that is not finite
    }
    throw new IllegalArgumentException(
        "%s must be a decimal such as \"0.02\", found '%s'".formatted(field, text));
  }
}
