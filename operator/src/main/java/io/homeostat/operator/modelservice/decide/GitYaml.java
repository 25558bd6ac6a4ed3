package io.homeostat.operator.modelservice.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The lines of a ModelService that somebody commits so that Git says what really serves. */
public final class GitYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE));

  private GitYaml() {}

  /**
   * The fields in which the spec differs from a release; what YAML cannot say, such as a field to
   * be removed, is a comment.
   */
  static String toServe(SpecTuple spec, ReleaseTuple release) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<String> removed = new ArrayList<>();
    ReleaseTuple asked = spec.tuple();
    engine(asked, release, fields);
    if (release.podTemplate() != null && !release.podTemplate().equals(asked.podTemplate())) {
      removed.add(
          "# let the Rollout have the pod template of hash %s\n".formatted(release.podTemplate()));
    }
    if (!asked.engine().args().equals(release.engine().args())) {
      removed.add("# let spec.engine give the arguments %s\n".formatted(release.engine().args()));
    }
    if (!spec.keepsAdapter() && !Objects.equals(asked.adapter(), release.adapter())) {
      fields.put("adapter", adapter(release.adapter()));
    }
    if (!Objects.equals(asked.prompt(), release.prompt())) {
      differs(
          "prompt",
          release.prompt() == null ? null : Map.of("inline", release.prompt().text()),
          fields,
          removed);
    }
    if (!Objects.equals(asked.decoding(), release.decoding())) {
      differs("decoding", release.decoding(), fields, removed);
    }
    if (!Objects.equals(asked.inputs(), release.inputs())) {
      differs("inputs", release.inputs().isEmpty() ? null : release.inputs(), fields, removed);
    }
    return String.join("", removed) + (fields.isEmpty() ? "" : text(Map.of("spec", fields)));
  }

  private static void engine(ReleaseTuple asked, ReleaseTuple release, Map<String, Object> fields) {
    if (EngineTuple.endpoint(release)) {
      if (!SpecTuple.samePool(asked, release)) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("url", release.model().uri());
        endpoint.put("model", release.engine().servedModel());
        fields.put("engine", new LinkedHashMap<>(Map.of("endpoint", endpoint)));
      }
      return;
    }
    if (!Objects.equals(asked.model(), release.model())) {
      fields.put("model", model(release.model()));
    }
    if (!Objects.equals(asked.engine().image(), release.engine().image())
        && release.engine().image() != null) {
      fields.put("engine", Map.of("image", release.engine().image()));
    }
  }

  private static Map<String, Object> model(ReleaseTuple.Model model) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("uri", model.uri());
    if (model.revision() != null) {
      fields.put("revision", model.revision());
    }
    if (model.files() != null) {
      fields.put("cacheClaimName", ModelFiles.of(model).claim());
    }
    return fields;
  }

  /** The lines that keep stable's adapter through edits. */
  static String toKeepAdapter() {
    return text(Map.of("spec", Map.of("adapter", Map.of("mode", "Managed"))));
  }

  /** The lines that ask for exactly this adapter. */
  public static String toPin(ReleaseTuple.Adapter adapter) {
    return text(Map.of("spec", Map.of("adapter", adapter(adapter))));
  }

  private static void differs(
      String field, Object value, Map<String, Object> fields, List<String> removed) {
    if (value == null) {
      removed.add("# remove spec.%s\n".formatted(field));
    } else {
      fields.put(field, value);
    }
  }

  private static Map<String, Object> adapter(ReleaseTuple.Adapter adapter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (adapter == null || adapter.uri() == null || adapter.digest() == null) {
      fields.put("mode", adapter == null ? "None" : "Managed");
    } else {
      fields.put("mode", "Pinned");
      fields.put("uri", adapter.uri());
      fields.put("digest", adapter.digest());
    }
    return fields;
  }

  private static String text(Object value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a release cannot be written as YAML", e);
    }
  }
}
