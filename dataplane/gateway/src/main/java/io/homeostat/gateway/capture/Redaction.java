package io.homeostat.gateway.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.openai.Json;
import io.homeostat.gateway.redaction.Redacted;
import io.homeostat.gateway.redaction.Redactor;
import java.util.List;

/** Takes personal data out of the texts of one event, and counts what it took. */
final class Redaction {
  private int replaced;

  private Redaction() {}

  /** An interaction without personal data in messages, answer and reference. */
  static Interaction of(Interaction given) {
    Redaction redaction = new Redaction();
    List<Message> messages =
        given.messages() == null
            ? null
            : given.messages().stream()
                .map(message -> new Message(message.role(), redaction.text(message.content())))
                .toList();
    String answer = redaction.text(given.answer());
    String reference = redaction.text(given.reference());
    Interaction.Evidence evidence = redaction.evidence(given.evidence());
    return given.redacted(messages, answer, reference, evidence, redaction.replaced);
  }

  private Interaction.Evidence evidence(Interaction.Evidence given) {
    if (given == null) {
      return null;
    }
    return new Interaction.Evidence(
        given.context().stream().map(this::text).toList(),
        given.tools().stream()
            .map(tool -> new Interaction.Tool(tool.name(), json(tool.parameters())))
            .toList(),
        given.toolCalls().stream()
            .map(call -> new Interaction.ToolCall(call.name(), arguments(call.arguments())))
            .toList(),
        json(given.responseSchema()));
  }

  /** JSON stays JSON: what is replaced inside of it is whole values. */
  private String arguments(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node.isContainerNode() ? Json.MAPPER.writeValueAsString(json(node)) : text(text);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return text(text);
    }
  }

  private JsonNode json(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.MAPPER.createObjectNode();
      object.properties().forEach(field -> copy.set(field.getKey(), json(field.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      array.forEach(item -> copy.add(json(item)));
      return copy;
    }
    if (node == null || !node.isTextual() && !node.isNumber()) {
      return node;
    }
    Redacted redacted = Redactor.redact(node.asText());
    replaced += redacted.replaced();
    return redacted.replaced() == 0 ? node : TextNode.valueOf(redacted.text());
  }

  /** Feedback without personal data in its correction. */
  static Feedback of(Feedback given) {
    return new Feedback(
        given.schemaVersion(),
        given.id(),
        given.interactionId(),
        given.service(),
        given.timeMillis(),
        given.source(),
        given.rating(),
        new Redaction().text(given.correction()),
        given.scores());
  }

  private String text(String text) {
    Redacted redacted = Redactor.redact(text);
    replaced += redacted.replaced();
    return redacted.text();
  }
}
