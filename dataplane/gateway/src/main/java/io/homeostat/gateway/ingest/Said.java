package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.openai.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in one call, wherever its conventions put it: in attributes (a structure, or JSON
 * in a string; numbered in some libraries) or in events.
 */
final class Said {
  private static final int MOST_NUMBERED = 1_000;

  private final List<Message> messages = new ArrayList<>();
  private final List<String> context = new ArrayList<>();
  private final List<Interaction.ToolCall> toolCalls = new ArrayList<>();
  private final StringBuilder answer = new StringBuilder();
  private boolean answered;
  private String finishReason;

  private Said() {}

  static Said in(Recorded call) {
    Said said = new Said();
    said.system(call.attribute("gen_ai.system_instructions"));
    said.input(call.attribute("gen_ai.input.messages"));
    said.output(call.attribute("gen_ai.output.messages"));
    said.numbered(call);
    call.events().forEach(said::event);
    return said;
  }

  /** The conversation; null when it was not told. */
  List<Message> messages() {
    return messages.isEmpty() ? null : List.copyOf(messages);
  }

  /** The answer, function calls as JSON where there is no text; null when it was not told. */
  String answer() {
    if (!answered) {
      return null;
    }
    return answer.isEmpty() && !toolCalls.isEmpty()
        ? Json.MAPPER.valueToTree(toolCalls).toString()
        : answer.toString();
  }

  /** What tools gave since the user last spoke. */
  List<String> context() {
    return context;
  }

  List<Interaction.ToolCall> toolCalls() {
    return toolCalls;
  }

  /** Why the answer ended; null when its message does not tell. */
  String finishReason() {
    return finishReason;
  }

  private void system(JsonNode instructions) {
    String text = text(structure(instructions));
    if (!text.isEmpty()) {
      messages.add(new Message("system", text));
    }
  }

  private void input(JsonNode given) {
    structure(given).forEach(message -> message(message.path("role").asText("user"), message));
  }

  private void message(String role, JsonNode message) {
    if (role.equals("user")) {
      context.clear();
    }
    StringBuilder text = new StringBuilder(text(message.path("content")));
    for (JsonNode part : message.path("parts")) {
      switch (part.path("type").asText("")) {
        case "text" -> text.append(part.path("content").asText(""));
        case "tool_call_response" ->
            text.append(flat(part.has("response") ? part.get("response") : part.path("result")));
        default -> {
          // calls, reasoning, files: nothing that a client said
        }
      }
    }
    messages.add(new Message(role, text.toString()));
    if (role.equals("tool") && !text.isEmpty()) {
      context.add(text.toString());
    }
  }

  private void output(JsonNode given) {
    JsonNode first = structure(given).path(0);
    if (first.isMissingNode()) {
      return;
    }
    answered = true;
    answer.append(text(first.path("content")));
    for (JsonNode part : first.path("parts")) {
      switch (part.path("type").asText("")) {
        case "text" -> answer.append(part.path("content").asText(""));
        case "tool_call" -> toolCall(part);
        default -> {
          // reasoning and what the provider itself called are no part of the answer
        }
      }
    }
    ended(first.path("finish_reason"));
  }

  private void event(Recorded.Event event) {
    JsonNode fields = event.attributes();
    switch (event.name()) {
      case "gen_ai.system.message" -> message("system", fields);
      case "gen_ai.user.message" -> message("user", fields);
      case "gen_ai.assistant.message" -> message("assistant", fields);
      case "gen_ai.tool.message" -> message("tool", fields);
      case "gen_ai.content.prompt" -> input(fields.path("gen_ai.prompt"));
      case "gen_ai.content.completion" -> output(fields.path("gen_ai.completion"));
      case "gen_ai.choice" -> choice(fields);
      case "gen_ai.client.inference.operation.details" -> {
        system(fields.path("gen_ai.system_instructions"));
        input(fields.path("gen_ai.input.messages"));
        output(fields.path("gen_ai.output.messages"));
      }
      default -> {
        // no part of the conversation
      }
    }
  }

  private void choice(JsonNode choice) {
    if (choice.path("index").asInt(0) != 0) {
      return;
    }
    answered = true;
    JsonNode message = structure(choice.path("message"));
    answer.append(text(message.isObject() ? message.path("content") : choice.path("content")));
    structure(message.isObject() ? message.path("tool_calls") : choice.path("tool_calls"))
        .forEach(call -> toolCall(call.path("function")));
    ended(choice.path("finish_reason"));
  }

  /** Libraries that number their attributes: {@code gen_ai.prompt.0.content}. */
  private void numbered(Recorded call) {
    for (int i = 0;
        i < MOST_NUMBERED && call.attributes().has("gen_ai.prompt." + i + ".role");
        i++) {
      String prefix = "gen_ai.prompt." + i;
      message(
          call.attributes().path(prefix + ".role").asText(),
          Json.MAPPER
              .createObjectNode()
              .set("content", call.attributes().path(prefix + ".content")));
    }
    JsonNode completion = call.attributes().path("gen_ai.completion.0.content");
    if (completion.isTextual()) {
      answered = true;
      answer.append(completion.textValue());
      ended(call.attributes().path("gen_ai.completion.0.finish_reason"));
    }
  }

  private void toolCall(JsonNode call) {
    if (call.path("name").isTextual()) {
      toolCalls.add(
          new Interaction.ToolCall(call.get("name").textValue(), flat(call.path("arguments"))));
    }
  }

  private void ended(JsonNode reason) {
    if (reason.isTextual()) {
      finishReason = reason.textValue();
    }
  }

  /** A list or an object, also where it is written as JSON in a string. */
  static JsonNode structure(JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.textValue().strip();
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return value;
    }
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      JsonNode written = part.has("content") ? part.get("content") : part.path("text");
      text.append(part.isTextual() ? part.textValue() : written.asText(""));
    }
    return text.toString();
  }

  private static String flat(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.isMissingNode() ? "" : value.toString();
  }
}
