package io.homeostat.cli.evaluate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Checks a spec by the rules that its types declare for the API server, without an API server:
 * unknown and missing fields, allowed words, and the rules in CEL with their messages.
 */
final class SpecRules {
  /** CEL's whole numbers have 64 bits. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(CelExtensions.strings())
          .addVar("self", SimpleType.DYN)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .build();

  private final List<String> problems = new ArrayList<>();

  private SpecRules() {}

  /** What is wrong with a spec; empty when nothing is. */
  static List<String> problems(JsonNode spec, Class<?> type) {
    SpecRules rules = new SpecRules();
    rules.object("spec", spec, type);
    return List.copyOf(rules.problems);
  }

  private void object(String path, JsonNode node, Class<?> type) {
    List<RecordComponent> components = List.of(type.getRecordComponents());
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (components.stream().noneMatch(c -> c.getName().equals(name))) {
                problems.add("%s.%s: there is no such field".formatted(path, name));
              }
            });
    for (RecordComponent component : components) {
      JsonNode value = node.path(component.getName());
      String at = path + "." + component.getName();
      if (value.isMissingNode() || value.isNull()) {
        if (has(component, type, Required.class)) {
          problems.add(at + ": is required");
        }
      } else {
        value(at, value, component);
      }
    }
    Arrays.stream(type.getAnnotationsByType(ValidationRule.class))
        .filter(rule -> !rule.value().contains("oldSelf"))
        .filter(rule -> !holds(rule.value(), node))
        .forEach(rule -> problems.add(rule.message()));
  }

  private void value(String at, JsonNode value, RecordComponent component) {
    OneOf words = component.getAnnotation(OneOf.class);
    if (words != null && value.isTextual() && !List.of(words.value()).contains(value.asText())) {
      problems.add(
          "%s: expected one of %s, found '%s'"
              .formatted(at, String.join(", ", words.value()), value.asText()));
    }
    if (component.getType().isAnnotationPresent(ApiType.class)) {
      object(at, value, component.getType());
    } else if (component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isAnnotationPresent(ApiType.class)) {
      for (int i = 0; i < value.size(); i++) {
        object("%s[%d]".formatted(at, i), value.get(i), element);
      }
    }
  }

  /** Annotations of a component end where their targets allow: at the field or the accessor. */
  private static boolean has(
      RecordComponent component,
      Class<?> type,
      Class<? extends java.lang.annotation.Annotation> annotation) {
    if (component.isAnnotationPresent(annotation)
        || component.getAccessor().isAnnotationPresent(annotation)) {
      return true;
    }
    try {
      return type.getDeclaredField(component.getName()).isAnnotationPresent(annotation);
    } catch (NoSuchFieldException e) {
      return false;
    }
  }

  private static boolean holds(String rule, JsonNode node) {
    try {
      CelRuntime.Program program = RUNTIME.createProgram(COMPILER.compile(rule).getAst());
      return Boolean.TRUE.equals(
          program.eval(Map.of("self", JSON.convertValue(node, Object.class))));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the API's own rule cannot be read: " + rule, e);
    }
  }
}
