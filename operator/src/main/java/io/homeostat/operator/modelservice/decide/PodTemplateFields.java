package io.homeostat.operator.modelservice.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds fields that no pod has, however deep, and values of another type: the API server would drop
 * the ones without a word and refuse the others at every attempt.
 */
final class PodTemplateFields {
  /** The models keep fields that they do not know; this mapper refuses them. */
  private static final ObjectMapper STRICT =
      new ObjectMapper().setAnnotationIntrospector(new WithoutOthers());

  private PodTemplateFields() {}

  /** Which field of a patch is wrong, and what to do; empty when none is. */
  static Optional<String> problem(JsonNode patch) {
    try {
      STRICT.treeToValue(patch, PodTemplateSpec.class);
      return Optional.empty();
    } catch (UnrecognizedPropertyException e) {
      return Optional.of(
          "spec.podTemplatePatch%s is no field of a pod: correct its name or leave it out"
              .formatted(path(e)));
    } catch (JsonMappingException e) {
      return Optional.of(
          "spec.podTemplatePatch%s has a value of the wrong type: %s"
              .formatted(path(e), e.getOriginalMessage().lines().findFirst().orElse("")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part ->
                part.getFieldName() == null
                    ? "[%d]".formatted(part.getIndex())
                    : "." + part.getFieldName())
        .collect(Collectors.joining());
  }

  private static final class WithoutOthers extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated any) {
      return Boolean.FALSE;
    }
  }
}
