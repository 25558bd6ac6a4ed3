package io.homeostat.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.Optional;

/** The answer is JSON that the declared schema accepts, or the one that the request demanded. */
final class SchemaCheck implements Check {
  private final Schemas.Compiled declared;

  private SchemaCheck(Schemas.Compiled declared) {
    this.declared = declared;
  }

  static Check of(Invariant.JsonSchema check) throws UnusableInvariantException {
    if (check.schema() == null) {
      return new SchemaCheck(null);
    }
    JsonNode schema =
        AnswerJson.read(check.schema())
            .orElseThrow(() -> new UnusableInvariantException("has no JSON in jsonSchema.schema"));
    return new SchemaCheck(Schemas.compile(schema));
  }

  @Override
  public Finding check(Subject subject) {
    try {
      Schemas.Compiled schema = declared == null ? demanded(subject) : declared;
      if (schema == null) {
        return Finding.missing("NoSchema");
      }
      Optional<JsonNode> answer = AnswerJson.read(subject.answer());
      return Finding.of(answer.isPresent() && schema.accepts(answer.get()));
    } catch (UnusableInvariantException e) {
      return Finding.missing("SchemaNotUsable");
    }
  }

  private static Schemas.Compiled demanded(Subject subject) throws UnusableInvariantException {
    JsonNode schema =
        subject.interaction().evidence() == null
            ? null
            : subject.interaction().evidence().responseSchema();
    return schema == null ? null : Schemas.compile(schema);
  }
}
