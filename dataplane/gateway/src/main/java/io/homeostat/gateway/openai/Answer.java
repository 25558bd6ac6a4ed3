package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Interaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts together what the engine answered, from one body or from the chunks of a stream; only the
 * first choice's text is kept.
 */
public final class Answer {
  private static final int MAX_CHARS = 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, ObjectNode> toolCalls = new TreeMap<>();
  private boolean tooLong;
  private String responseId;
  private String finishReason;
  private Integer promptTokens;
  private Integer completionTokens;
  private Integer cachedTokens;

  /** Adds a whole response body. */
  void addWhole(ObjectNode body) {
    addCommon(body);
    for (JsonNode choice : body.path("choices")) {
      if (choice.path("index").asInt() == 0) {
        addChoice(choice, choice.path("message"));
      }
    }
  }

  /**
   * Adds one chunk of a stream.
   *
   * @return whether it carried content of any choice
   */
  boolean addChunk(ObjectNode chunk) {
    addCommon(chunk);
    boolean content = false;
    for (JsonNode choice : chunk.path("choices")) {
      JsonNode delta = choice.path("delta");
      content |= carriesContent(choice, delta);
      if (choice.path("index").asInt() == 0) {
        addChoice(choice, delta);
      }
    }
    return content;
  }

  /** Adds a whole response of the Responses API: its text, and its function calls. */
  void addResponse(JsonNode response) {
    addCommon(response);
    for (JsonNode item : response.path("output")) {
      switch (item.path("type").asText("")) {
        case "message" -> item.path("content").forEach(part -> append(part.path("text")));
        case "function_call" -> addToolCall(toolCalls.size(), item);
        default -> {
          // reasoning and calls of built-in tools are no part of the answer
        }
      }
    }
    finishReason =
        switch (response.path("status").asText("")) {
          case "completed" -> "stop";
          case "incomplete" -> "length";
          default -> null;
        };
  }

  private static boolean carriesContent(JsonNode choice, JsonNode delta) {
    return !delta.path("content").asText("").isEmpty()
        || !choice.path("text").asText("").isEmpty()
        || !delta.path("reasoning_content").asText("").isEmpty()
        || !delta.path("tool_calls").isEmpty();
  }

  private void addCommon(JsonNode body) {
    if (body.path("id").isTextual()) {
      responseId = body.get("id").textValue();
    }
    addUsage(body.path("usage"));
  }

  /** Adds the tokens that the engine counted. */
  void addUsage(JsonNode usage) {
    promptTokens = tokens(usage, "prompt_tokens", "input_tokens", promptTokens);
    completionTokens = tokens(usage, "completion_tokens", "output_tokens", completionTokens);
    JsonNode details = usage.path("prompt_tokens_details");
    cachedTokens = tokens(details, "cached_tokens", "cached_tokens", cachedTokens);
  }

  private static Integer tokens(JsonNode usage, String name, String otherName, Integer before) {
    JsonNode given = usage.has(name) ? usage.get(name) : usage.path(otherName);
    return given.isInt() ? Integer.valueOf(given.intValue()) : before;
  }

  private void addChoice(JsonNode choice, JsonNode message) {
    append(message.path("content"));
    append(choice.path("text"));
    int position = 0;
    for (JsonNode call : message.path("tool_calls")) {
      addToolCall(call.path("index").asInt(position++), call.path("function"));
    }
    if (choice.path("finish_reason").isTextual()) {
      finishReason = choice.get("finish_reason").textValue();
    }
  }

  private void append(JsonNode part) {
    if (!part.isTextual()) {
      return;
    }
    if (text.length() + part.textValue().length() > MAX_CHARS) {
      tooLong = true;
    } else if (!tooLong) {
      text.append(part.textValue());
    }
  }

  private void addToolCall(int index, JsonNode function) {
    if (index >= 128) {
      tooLong = true;
      return;
    }
    ObjectNode call =
        toolCalls.computeIfAbsent(
            index, i -> Json.MAPPER.createObjectNode().put("name", "").put("arguments", ""));
    for (String field : new String[] {"name", "arguments"}) {
      String value = call.get(field).textValue() + function.path(field).asText("");
      if (value.length() > MAX_CHARS) {
        tooLong = true;
      } else {
        call.put(field, value);
      }
    }
  }

  /**
   * The text of the first choice; tool calls as a JSON array of {@code {"name","arguments"}} when
   * there is no text.
   */
  public String text() {
    if (text.isEmpty() && !toolCalls.isEmpty()) {
      ArrayNode calls = Json.MAPPER.createArrayNode();
      toolCalls.values().forEach(calls::add);
      return calls.toString();
    }
    return text.toString();
  }

  /** The functions that the first choice calls; empty without. */
  public List<Interaction.ToolCall> toolCalls() {
    return toolCalls.values().stream()
        .map(
            call ->
                new Interaction.ToolCall(
                    call.get("name").textValue(), call.get("arguments").textValue()))
        .toList();
  }

  /**
   * Whether the answer is longer than what is captured (1 MiB of text); {@link #text} is then
   * incomplete.
   */
  public boolean tooLong() {
    return tooLong;
  }

  /** The {@code id} of the response; null when there was none. */
  public String responseId() {
    return responseId;
  }

  /** Why the first choice ended; null when it did not. */
  public String finishReason() {
    return finishReason;
  }

  /** Tokens of the prompt; null when the engine did not say. */
  public Integer promptTokens() {
    return promptTokens;
  }

  /** Tokens of the answer; null when the engine did not say. */
  public Integer completionTokens() {
    return completionTokens;
  }

  /** Tokens of the prompt that the engine had cached; null when it did not say. */
  public Integer cachedTokens() {
    return cachedTokens;
  }
}
