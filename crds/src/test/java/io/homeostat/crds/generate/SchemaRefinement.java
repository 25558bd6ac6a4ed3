package io.homeostat.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Timestamp;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Carries our own annotations ({@link OneOf}, {@link Decimal}, {@link ListKey}, {@link Timestamp})
 * from the records into the schema, and sees to it that everything in it has a bound.
 */
final class SchemaRefinement {
  /**
   * Bounds of a status, where only the operator writes: wide, so that no message is ever refused.
   */
  private static final long STATUS_TEXT = 32_768;

  private static final long STATUS_ITEMS = 256;

  private final boolean status;

  private SchemaRefinement(boolean status) {
    this.status = status;
  }

  static void refineSpec(Class<?> spec, JSONSchemaProps schema) {
    new SchemaRefinement(false).refine(spec, schema, "spec");
  }

  static void refineStatus(Class<?> type, JSONSchemaProps schema) {
    new SchemaRefinement(true).refine(type, schema, "status");
  }

  private void refine(Class<?> type, JSONSchemaProps schema, String path) {
    for (RecordComponent component : type.getRecordComponents()) {
      String at = path + "." + component.getName();
      JSONSchemaProps property =
          Optional.ofNullable(schema.getProperties().get(component.getName()))
              .orElseThrow(() -> new IllegalStateException("the generated schema lacks " + at));
      if (elementType(component.getGenericType()) == Condition.class) {
        ConditionSchema.apply(property);
      } else {
        refine(component, property, at);
      }
    }
  }

  private void refine(RecordComponent component, JSONSchemaProps property, String at) {
    boolean list = "array".equals(property.getType());
    JSONSchemaProps value = list ? property.getItems().getSchema() : property;
    Optional.ofNullable(component.getAnnotation(OneOf.class))
        .ifPresent(oneOf -> value.setEnum(texts(oneOf.value())));
    Optional.ofNullable(component.getAnnotation(Decimal.class))
        .ifPresent(decimal -> DecimalSchema.apply(decimal, value));
    Optional.ofNullable(component.getAnnotation(ListKey.class))
        .ifPresent(key -> identify(property, key));
    if (component.isAnnotationPresent(Timestamp.class)) {
      value.setFormat("date-time");
    }
    if (Boolean.TRUE.equals(property.getXKubernetesPreserveUnknownFields())) {
      property.setAdditionalProperties(null); // its type would prune what lies deeper
    }
    Class<?> element = elementType(component.getGenericType());
    if (element.isRecord()) {
      refine(element, value, at);
    }
    bound(property, at);
    if (list) {
      bound(value, at + "[]");
    }
  }

  private static void identify(JSONSchemaProps list, ListKey key) {
    boolean set = key.value().length == 0;
    list.setXKubernetesListType(set ? "set" : "map");
    list.setXKubernetesListMapKeys(Arrays.asList(key.value()));
  }

  private void bound(JSONSchemaProps schema, String at) {
    if ("array".equals(schema.getType()) && schema.getMaxItems() == null) {
      schema.setMaxItems(orMissing(STATUS_ITEMS, "@Size(max)", at));
    }
    boolean free = schema.getEnum().isEmpty() && schema.getFormat() == null;
    if ("string".equals(schema.getType()) && free && schema.getMaxLength() == null) {
      schema.setMaxLength(orMissing(STATUS_TEXT, "@Size(max)", at));
    }
  }

  private long orMissing(long bound, String annotation, String at) {
    if (!status) {
      throw new IllegalStateException(
          "%s needs %s: every list and string of a spec has a bound".formatted(at, annotation));
    }
    return bound;
  }

  /** The type itself, or of a list its elements, or of a map its values. */
  private static Class<?> elementType(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      return (Class<?>) arguments[arguments.length - 1];
    }
    return (Class<?>) type;
  }

  private static List<JsonNode> texts(String[] values) {
    return Arrays.stream(values).<JsonNode>map(JsonNodeFactory.instance::textNode).toList();
  }
}
