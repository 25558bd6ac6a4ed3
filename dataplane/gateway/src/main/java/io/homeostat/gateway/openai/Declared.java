package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request declares besides its messages: for whom it is, under which dimensions it is to be
 * counted, and what its answer can be checked against.
 */
public final class Declared {
  private static final Pattern TAG =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9._-]{0,39})\\s*=\\s*([A-Za-z0-9._:/-]{1,64})\\s*");
  private static final int MAX_TAGS = 8;
  private static final int MAX_TAGS_TEXT = 1_000;
  private static final int MAX_TOOLS = 128;

  private final ObjectNode body;

  Declared(ObjectNode body) {
    this.body = body;
  }

  /** What the client calls its end user; empty when it does not say. */
  public Optional<String> user() {
    return Stream.of("safety_identifier", "user")
        .map(field -> body.path(field).asText(""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /**
   * The dimensions in {@code metadata.tags}, written as {@code region=eu,tier=gold}; null without.
   */
  public Map<String, String> tags() {
    return tags(body.path("metadata").path("tags").asText(""));
  }

  /**
   * Reads dimensions; what is no {@code name=value} is left out, and what comes after eight.
   *
   * @return null when there is none
   */
  public static Map<String, String> tags(String text) {
    Map<String, String> tags = new TreeMap<>();
    for (String part : text.length() > MAX_TAGS_TEXT ? new String[0] : text.split(",")) {
      var match = TAG.matcher(part);
      if (match.matches() && tags.size() < MAX_TAGS) {
        tags.putIfAbsent(match.group(1), match.group(2));
      }
    }
    return tags.isEmpty() ? null : tags;
  }

  /**
   * What an answer can be checked against.
   *
   * @param answer null when there is none
   */
  public Interaction.Evidence evidence(Answer answer) {
    return new Interaction.Evidence(
        context(), tools(), answer == null ? List.of() : answer.toolCalls(), responseSchema());
  }

  /** Documents that came with the request, and what tools gave since the user last spoke. */
  private List<String> context() {
    List<String> found = new ArrayList<>();
    add(found, body.path("metadata").path("context"));
    for (JsonNode document : body.path("documents")) {
      Stream.of("text", "content", "contents")
          .map(document::path)
          .forEach(text -> add(found, text));
      add(found, document);
    }
    List<String> told = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      switch (message.path("role").asText("")) {
        case "user" -> told.clear();
        case "tool" -> told.add(CompletionRequest.text(message.path("content")));
        default -> {
          // what the model and the system say is nothing that was retrieved
        }
      }
    }
    found.addAll(told);
    return found;
  }

  private static void add(List<String> texts, JsonNode text) {
    if (text.isTextual() && !text.textValue().isBlank()) {
      texts.add(text.textValue());
    }
  }

  /** Functions of chat completions ({@code {function:{name,parameters}}}) and of responses. */
  private List<Interaction.Tool> tools() {
    List<Interaction.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      JsonNode function = tool.path("function").isObject() ? tool.get("function") : tool;
      if (function.path("name").isTextual() && tools.size() < MAX_TOOLS) {
        tools.add(
            new Interaction.Tool(function.get("name").textValue(), function.get("parameters")));
      }
    }
    return tools;
  }

  private JsonNode responseSchema() {
    JsonNode chat = body.path("response_format");
    JsonNode format = chat.isObject() ? chat : body.path("text").path("format");
    return switch (format.path("type").asText("")) {
      case "json_schema" ->
          object(format.path("json_schema").path("schema"), format.path("schema"));
      case "json_object" -> Json.MAPPER.createObjectNode().put("type", "object");
      default -> object(body.path("guided_json"), body.path("structured_outputs").path("json"));
    };
  }

  private static JsonNode object(JsonNode first, JsonNode second) {
    return first.isObject() ? first : second.isObject() ? second : null;
  }
}
