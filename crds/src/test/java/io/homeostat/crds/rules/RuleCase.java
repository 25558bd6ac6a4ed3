package io.homeostat.crds.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

/** One rule of a kind's schema with a change that it accepts and one that it refuses. */
record RuleCase(
    String kind,
    JsonNode base,
    boolean update,
    String message,
    JsonNode accepted,
    JsonNode rejected) {

  /** The cases of {@code rules/<kind>.yaml}. */
  static List<RuleCase> of(String kind) {
    JsonNode file = read(kind);
    JsonNode base = file.path("base");
    return StreamSupport.stream(file.path("rules").spliterator(), false)
        .map(
            rule ->
                new RuleCase(
                    kind,
                    base,
                    rule.path("update").asBoolean(),
                    rule.path("message").asText(),
                    MergePatch.apply(base, rule.path("accepted")),
                    MergePatch.apply(base, rule.path("rejected"))))
        .toList();
  }

  static JsonNode base(String kind) {
    return read(kind).path("base");
  }

  private static JsonNode read(String kind) {
    String name = "/rules/" + kind + ".yaml";
    try (InputStream file = RuleCase.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(
            "no cases for the kind " + kind + ": write src/test/resources" + name);
      }
      return new ObjectMapper().valueToTree(Serialization.unmarshal(file, Object.class));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
