package io.homeostat.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/**
 * The numbers of one field of a file of JSON lines.
 *
 * @param file where they come from
 * @param values in the order of the lines
 * @param missing lines without the field, or with null
 * @param malformed lines that could not be read
 */
record Sample(Path file, double[] values, int missing, int malformed) {
  private static final double LARGEST = 1e150;

  /**
   * Reads a file.
   *
   * @param malformed gets one line of text for each line that could not be read
   * @throws UsageException when the file cannot be read or holds no such number at all
   */
  static Sample read(Path file, String field, Consumer<String> malformed) throws UsageException {
    Reader reader = new Reader(field);
    if (!Files.isRegularFile(file) && !Files.isReadable(file)) {
      throw new UsageException("there is no file %s to read".formatted(file));
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String wrong = line.isBlank() ? null : reader.take(line);
        if (wrong != null) {
          malformed.accept("%s:%d: %s".formatted(file, number, wrong));
        }
      }
    } catch (IOException e) {
      throw new UsageException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
    return reader.sample(file);
  }

  private static final class Reader {
    private final ObjectMapper json =
        new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final String field;
    private final DoubleStream.Builder values = DoubleStream.builder();
    private final SortedSet<String> numeric = new TreeSet<>();
    private int count;
    private int missing;
    private int malformed;

    Reader(String field) {
      this.field = field;
    }

    /** Takes a line; says what is wrong with it, or null. */
    String take(String line) {
      String wrong = wrong(line);
      malformed += wrong == null ? 0 : 1;
      return wrong;
    }

    private String wrong(String line) {
      JsonNode node;
      try {
        node = json.readTree(line);
      } catch (JsonProcessingException e) {
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        String reason = e.getOriginalMessage().replaceAll("\\s*\\R.*", "");
        return "not JSON at column %d: %s".formatted(column, reason);
      }
      if (!node.isObject()) {
        return "expected a JSON object but found " + kind(node);
      }
      JsonNode value = node.has(field) ? node.get(field) : node.at(path());
      if (value.isMissingNode() || value.isNull()) {
        missing++;
        noteNumbers(node);
        return null;
      }
      if (!value.isNumber()) {
        return "expected a number as \"%s\" but found %s".formatted(field, kind(value));
      }
      if (!(Math.abs(value.doubleValue()) <= LARGEST)) {
        return "expected a number up to 1e150 as \"%s\" but found %s".formatted(field, value);
      }
      values.add(value.doubleValue());
      count++;
      return null;
    }

    private String path() {
      return "/" + field.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }

    private void noteNumbers(JsonNode node) {
      for (Iterator<String> names = node.fieldNames(); names.hasNext() && numeric.size() < 9; ) {
        String name = names.next();
        if (node.get(name).isNumber()) {
          numeric.add(name);
        }
      }
    }

    private static String kind(JsonNode node) {
      return switch (node.getNodeType()) {
        case MISSING -> "nothing";
        case ARRAY -> "an array";
        case OBJECT -> "an object";
        case BOOLEAN -> "a boolean (write 0 or 1)";
        case STRING -> "a string (write numbers without quotes)";
        default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
      };
    }

    Sample sample(Path file) throws UsageException {
      if (count == 0) {
        throw new UsageException(
            "%s has no number as \"%s\" in any line%s"
                .formatted(
                    file,
                    field,
                    numeric.isEmpty()
                        ? ""
                        : "; write --field with one of " + String.join(", ", numeric)));
      }
      return new Sample(file, values.build().toArray(), missing, malformed);
    }
  }
}
