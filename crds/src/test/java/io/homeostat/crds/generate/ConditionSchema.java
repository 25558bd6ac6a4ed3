package io.homeostat.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.List;

/** The schema that Kubernetes gives conditions, the same in every kind. */
final class ConditionSchema {
  private static final String REASON = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

  private ConditionSchema() {}

  /** Turns the generated property {@code conditions} into a list-map by type. */
  static void apply(JSONSchemaProps conditions) {
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    conditions.setMaxItems(32L);
    conditions.getItems().setSchema(item());
  }

  private static JSONSchemaProps item() {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withRequired("type", "status", "reason", "message", "lastTransitionTime")
        .addToProperties("type", text("Name of the condition.", 316).build())
        .addToProperties(
            "status", text("True, False or Unknown.", null).withEnum(statuses()).build())
        .addToProperties(
            "reason", text("Machine-readable cause.", 1024).withPattern(REASON).build())
        .addToProperties("message", text("What is, and what to do, for a person.", 32_768).build())
        .addToProperties(
            "lastTransitionTime",
            text("When the status last changed.", null).withFormat("date-time").build())
        .addToProperties(
            "observedGeneration",
            new JSONSchemaPropsBuilder()
                .withType("integer")
                .withFormat("int64")
                .withMinimum(0.0)
                .withDescription("Generation of the spec that the condition speaks of.")
                .build())
        .build();
  }

  private static JSONSchemaPropsBuilder text(String description, Integer maximumLength) {
    return new JSONSchemaPropsBuilder()
        .withType("string")
        .withDescription(description)
        .withMaxLength(maximumLength == null ? null : maximumLength.longValue());
  }

  private static List<JsonNode> statuses() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return List.of(json.textNode("True"), json.textNode("False"), json.textNode("Unknown"));
  }
}
