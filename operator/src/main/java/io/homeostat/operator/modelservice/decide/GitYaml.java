package io.homeostat.operator.modelservice.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The lines of a ModelService that somebody commits so that Git says what really serves. */
final class GitYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE));

  private GitYaml() {}

  /**
   * The fields in which the spec differs from a release; fields to be removed are named in a
   * comment.
   */
  static String toServe(SpecTuple spec, ReleaseTuple release) {
    Map<String, Object> fields = new LinkedHashMap<>();
    StringBuilder removed = new StringBuilder();
    if (!Objects.equals(spec.tuple().prompt(), release.prompt())) {
      if (release.prompt() == null) {
        removed.append("# remove spec.prompt\n");
      } else {
        fields.put("prompt", Map.of("inline", release.prompt().text()));
      }
    }
    if (!Objects.equals(spec.tuple().decoding(), release.decoding())) {
      if (release.decoding() == null) {
        removed.append("# remove spec.decoding\n");
      } else {
        fields.put("decoding", release.decoding());
      }
    }
    return removed + (fields.isEmpty() ? "" : text(Map.of("spec", fields)));
  }

  /** The lines that keep stable's adapter through edits. */
  static String toKeepAdapter() {
    return text(Map.of("spec", Map.of("adapter", Map.of("mode", "Managed"))));
  }

  private static String text(Object value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a release cannot be written as YAML", e);
    }
  }
}
