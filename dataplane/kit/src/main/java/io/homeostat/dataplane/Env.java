package io.homeostat.dataplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a process's settings from environment variables, with errors that name the variable and the
 * remedy.
 */
public record Env(Map<String, String> variables) {

  /** The variables of this process. */
  public static Env system() {
    return new Env(System.getenv());
  }

  /** Returns the value, or nothing when it is unset or blank. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /**
   * Returns a value that must be there.
   *
   * @param meaning what the value is for, e.g. {@code host:port of a Kafka broker}
   * @throws IllegalArgumentException when it is unset or blank
   */
  public String required(String name, String meaning) {
    return optional(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "environment variable %s is not set: give the %s".formatted(name, meaning)));
  }

  /**
   * Returns a whole number.
   *
   * @throws IllegalArgumentException when it is no number from {@code minimum} to {@code maximum}
   */
  public int integer(String name, int fallback, int minimum, int maximum) {
    String text = optional(name).orElse(Integer.toString(fallback));
    try {
      int value = Integer.parseInt(text);
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number out of range
    }
    throw new IllegalArgumentException(
        "environment variable %s must be a whole number from %d to %d, found '%s'"
            .formatted(name, minimum, maximum, text));
  }

  /** Returns a TCP port; 0 asks for a free one. */
  public int port(String name, int fallback) {
    return integer(name, fallback, 0, 65_535);
  }

  /** Returns {@code true} or {@code false}. */
  public boolean flag(String name, boolean fallback) {
    String text = optional(name).orElse(Boolean.toString(fallback));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "environment variable %s must be true or false, found '%s'".formatted(name, text));
    };
  }

  /** Returns a comma-separated list, empty when unset. */
  public List<String> list(String name) {
    return optional(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * Returns the content of the file that a variable names, without surrounding white space.
   *
   * @throws IllegalArgumentException when the variable is unset or the file cannot be read
   */
  public String secretFile(String name, String meaning) {
    Path path = Path.of(required(name, "path of a file with the " + meaning));
    try {
      return Files.readString(path).strip();
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(
          "environment variable %s names %s, which cannot be read: mount the Secret with the %s there"
              .formatted(name, path, meaning),
          e);
    }
  }
}
