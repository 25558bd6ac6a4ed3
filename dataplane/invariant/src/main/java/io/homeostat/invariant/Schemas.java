package io.homeostat.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

/**
 * JSON Schemas of users and clients, made harmless: nothing is fetched, and their regular
 * expressions (RE2 syntax) take time proportional to the text.
 */
final class Schemas {
  private static final int MAX_NODES = 5_000;
  private static final int MAX_DEPTH = 64;
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .regularExpressionFactory(
              expression -> {
                Pattern pattern = Pattern.compile(expression);
                return value -> pattern.matcher(value).find();
              })
          .build();

  private Schemas() {}

  /** A schema that is ready. */
  record Compiled(Schema schema) {
    boolean accepts(JsonNode value) {
      return schema.validate(value).isEmpty();
    }
  }

  /**
   * Prepares a schema, draft 2020-12 unless it says otherwise.
   *
   * @throws UnusableInvariantException when it is no schema, is too large or refers to another
   *     document
   */
  static Compiled compile(JsonNode schema) throws UnusableInvariantException {
    if (!schema.isObject() && !schema.isBoolean()) {
      throw new UnusableInvariantException("has a schema that is neither an object nor a boolean");
    }
    inspect(schema, MAX_DEPTH, new int[] {MAX_NODES});
    try {
      Schema compiled =
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  builder -> builder.schemaRegistryConfig(CONFIG))
              .getSchema(schema);
      compiled.initializeValidators();
      return new Compiled(compiled);
    } catch (RuntimeException e) {
      throw new UnusableInvariantException("has a schema that cannot be used", e);
    }
  }

  private static void inspect(JsonNode node, int depth, int[] nodesLeft)
      throws UnusableInvariantException {
    if (depth == 0 || --nodesLeft[0] < 0) {
      throw new UnusableInvariantException(
          "has a schema of more than %d values or %d levels".formatted(MAX_NODES, MAX_DEPTH));
    }
    for (String reference : new String[] {"$ref", "$dynamicRef", "$recursiveRef"}) {
      JsonNode target = node.path(reference);
      if (target.isTextual() && !target.asText().startsWith("#")) {
        throw new UnusableInvariantException(
            "has a schema that refers to another document with %s: put the definition into $defs"
                .formatted(reference));
      }
    }
    for (JsonNode child : node) {
      inspect(child, depth - 1, nodesLeft);
    }
  }
}
