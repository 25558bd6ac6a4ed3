package io.homeostat.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the one object of a kind from a YAML file that may hold others beside it. */
public final class YamlObject {
  private YamlObject() {}

  /**
   * Reads a file; documents of other kinds are passed over.
   *
   * @throws UsageException when it is missing, no YAML, or has not exactly one object of the kind
   */
  public static JsonNode read(Path file, String kind) throws UsageException {
    if (!Files.isReadable(file)) {
      throw new UsageException(
          "there is no file '%s': write the path of a %s in YAML".formatted(file, kind));
    }
    List<JsonNode> found = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (kind.equals(document.path("kind").asText())) {
          found.add(document);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new UsageException("'%s' cannot be read as YAML".formatted(file));
    }
    if (found.size() != 1) {
      throw new UsageException(
          "'%s' holds %d documents of kind %s: write a file with one"
              .formatted(file, found.size(), kind));
    }
    return found.getFirst();
  }
}
