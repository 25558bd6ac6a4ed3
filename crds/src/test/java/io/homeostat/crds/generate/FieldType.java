package io.homeostat.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words what a field may hold. */
final class FieldType {
  private static final String DECIMAL = "must be a decimal ";
  private static final int LONGEST_PATTERN = 60;

  private FieldType() {}

  /** Without bounds, for what only the operator writes. */
  static String ofStatus(JSONSchemaProps schema) {
    boolean unbounded = schema.getEnum().isEmpty() && schema.getFormat() == null;
    return switch (schema.getType()) {
      case "array" -> "list";
      case "string" -> unbounded ? "text" : text(schema);
      default -> of(schema);
    };
  }

  static String of(JSONSchemaProps schema) {
    return switch (schema.getType()) {
      case "array" -> list(schema);
      case "object" -> schema.getAdditionalProperties() == null ? "object" : map(schema);
      case "integer" -> "integer" + range(schema);
      case "boolean" -> "true or false";
      default -> text(schema);
    };
  }

  private static String text(JSONSchemaProps schema) {
    if (!schema.getEnum().isEmpty()) {
      return schema.getEnum().stream()
          .map(JsonNode::asText)
          .map(value -> "`" + value + "`")
          .collect(Collectors.joining(", "));
    }
    if ("date-time".equals(schema.getFormat())) {
      return "moment (RFC 3339)";
    }
    return decimal(schema).orElseGet(() -> bounded("text", schema));
  }

  private static Optional<String> decimal(JSONSchemaProps schema) {
    return schema.getXKubernetesValidations().stream()
        .map(ValidationRule::getMessage)
        .filter(message -> message != null && message.startsWith(DECIMAL))
        .map(message -> message.substring(DECIMAL.length(), message.indexOf(':')))
        .map(range -> "decimal in quotes, " + range)
        .findFirst();
  }

  private static String bounded(String name, JSONSchemaProps schema) {
    List<String> parts = new ArrayList<>(List.of(name));
    if (schema.getMaxLength() != null) {
      parts.add("at most %,d characters".formatted(schema.getMaxLength()));
    }
    if (schema.getPattern() != null && schema.getPattern().length() <= LONGEST_PATTERN) {
      parts.add("matching `" + schema.getPattern().replace("|", "\\|") + "`");
    }
    return String.join(", ", parts);
  }

  private static String list(JSONSchemaProps schema) {
    JSONSchemaProps item = schema.getItems().getSchema();
    String items = "object".equals(item.getType()) ? "list" : "list of " + of(item);
    String amount =
        schema.getMinItems() != null && schema.getMinItems().equals(schema.getMaxItems())
            ? "exactly " + schema.getMaxItems()
            : "at most %,d".formatted(schema.getMaxItems());
    String identity =
        switch (String.valueOf(schema.getXKubernetesListType())) {
          case "map" ->
              ", one per `" + String.join("`, `", schema.getXKubernetesListMapKeys()) + "`";
          case "set" -> ", each once";
          default -> "";
        };
    return items + ", " + amount + identity;
  }

  private static String map(JSONSchemaProps schema) {
    String entries =
        schema.getMaxProperties() == null ? "" : ", at most " + schema.getMaxProperties();
    return "map of " + of(schema.getAdditionalProperties().getSchema()) + entries;
  }

  private static String range(JSONSchemaProps schema) {
    if (schema.getMinimum() == null || schema.getMaximum() == null) {
      return "";
    }
    return ", %s to %s".formatted(plain(schema.getMinimum()), plain(schema.getMaximum()));
  }

  private static String plain(double value) {
    return "%,d".formatted(BigDecimal.valueOf(value).longValueExact());
  }
}
