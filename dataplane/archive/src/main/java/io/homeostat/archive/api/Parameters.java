package io.homeostat.archive.api;

import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The query parameters of one request; a wrong one is refused with its name. */
record Parameters(RoutingContext context) {
  String required(String name) {
    String value = optional(name);
    if (value == null) {
      throw new RefusedException(400, "the query parameter '%s' is missing".formatted(name));
    }
    return value;
  }

  /** Null when it is absent. */
  String optional(String name) {
    String value = context.request().getParam(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** All values of a name, none when it is absent. */
  List<String> all(String name) {
    return context.queryParam(name).stream().filter(value -> !value.isBlank()).toList();
  }

  /** A moment in milliseconds since 1970. */
  long millis(String name) {
    try {
      return Long.parseLong(required(name));
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "the query parameter '%s' must be a time in milliseconds".formatted(name));
    }
  }

  Instant instant(String name) {
    String value = required(name);
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new RefusedException(
          400, "the query parameter '%s' must be a time like 2026-11-21T08:00:00Z".formatted(name));
    }
  }

  Instant instant(String name, Instant fallback) {
    return optional(name) == null ? fallback : instant(name);
  }

  /** A whole number from 1 to a greatest one. */
  int number(String name, int fallback, int greatest) {
    String value = optional(name);
    try {
      int number = value == null ? fallback : Integer.parseInt(value);
      if (number >= 1 && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number out of range
    }
    throw new RefusedException(
        400,
        "the query parameter '%s' must be a whole number from 1 to %d".formatted(name, greatest));
  }

  /** A number from 0 to 1; null when it is absent. */
  Double share(String name) {
    String value = optional(name);
    if (value == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number out of range
    }
    throw new RefusedException(
        400, "the query parameter '%s' must be a number from 0 to 1".formatted(name));
  }
}
