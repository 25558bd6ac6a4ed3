package io.homeostat.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A client's request, checked as far as the gateway relies on it; everything else is the engine's
 * to judge.
 */
public final class CompletionRequest {
  private static final List<String> SESSION_FIELDS =
      List.of("user", "safety_identifier", "prompt_cache_key");

  private static final List<String> ANSWER_LIMITS =
      List.of("max_completion_tokens", "max_tokens", "max_output_tokens");

  private static final int BYTES_PER_TOKEN = 4;
  private static final long MAX_ANSWER_TOKENS = 10_000_000;

  private final Endpoint endpoint;
  private final ObjectNode body;
  private final int length;

  private CompletionRequest(Endpoint endpoint, ObjectNode body, int length) {
    this.endpoint = endpoint;
    this.body = body;
    this.length = length;
  }

  /**
   * Reads a body.
   *
   * @throws ApiException with status 400 when it is no JSON object, or a field that the gateway
   *     uses has another type
   */
  public static CompletionRequest parse(Endpoint endpoint, byte[] bytes) throws ApiException {
    ObjectNode body = object(bytes);
    CompletionRequest request = new CompletionRequest(endpoint, body, bytes.length);
    request.check();
    return request;
  }

  /** Reads a JSON object from a client, or tells the client where it is broken. */
  static ObjectNode object(byte[] bytes) throws ApiException {
    try {
      return Json.object(bytes);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new ApiException(
          ApiError.invalid(
              "invalid_json",
              null,
              "expected the body to be one JSON object, found text that is none" + where));
    } catch (IOException e) {
      throw new ApiException(
          ApiError.invalid(
              "invalid_json",
              null,
              "expected the body to be one JSON object, found another JSON value or text that is no"
                  + " UTF-8"));
    }
  }

  private void check() throws ApiException {
    if (!body.path("model").isTextual() || body.get("model").textValue().isBlank()) {
      throw wrong("model", "the name of a model; GET /v1/models lists them");
    }
    checkType("stream", body.path("stream").isBoolean(), "true or false");
    checkType("stream_options", body.path("stream_options").isObject(), "an object");
    checkType("metadata", body.path("metadata").isObject(), "an object of strings");
    if (body.path("metadata").has("reference")
        && !body.path("metadata").path("reference").isTextual()) {
      throw wrong("metadata.reference", "a string, the expected answer");
    }
    switch (endpoint) {
      case CHAT -> checkMessages();
      case COMPLETIONS -> checkText("prompt");
      case EMBEDDINGS -> checkText("input");
      case RESPONSES -> {
        checkText("input");
        checkKeepsNothing();
      }
    }
  }

  private void checkText(String field) throws ApiException {
    JsonNode given = body.path(field);
    if (!given.isTextual() && (!given.isArray() || given.isEmpty())) {
      throw wrong(field, "a string or a non-empty array");
    }
  }

  /** An answer that one engine pod remembers is not there when the next pod is asked. */
  private void checkKeepsNothing() throws ApiException {
    for (String field : List.of("previous_response_id", "conversation")) {
      if (body.hasNonNull(field)) {
        throw wrong(field, "absent, because answers are not kept: send the whole input");
      }
    }
    if (body.path("background").asBoolean()) {
      throw wrong("background", "false, because answers are not kept");
    }
  }

  private void checkMessages() throws ApiException {
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw wrong("messages", "a non-empty array of messages");
    }
    for (int i = 0; i < messages.size(); i++) {
      if (!messages.get(i).path("role").isTextual()) {
        throw wrong("messages[" + i + "]", "an object with a role");
      }
    }
  }

  private void checkType(String field, boolean right, String expected) throws ApiException {
    if (body.hasNonNull(field) && !right) {
      throw wrong(field, expected);
    }
  }

  private ApiException wrong(String field, String expected) {
    String found = body.hasNonNull(field) ? "another value" : "nothing";
    return new ApiException(
        ApiError.invalid(
            "invalid_value",
            field,
            "expected %s to be %s, found %s".formatted(field, expected, found)));
  }

  /** Which path was called. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The model as the client named it. */
  public String model() {
    return body.get("model").textValue();
  }

  /** Whether the answer is to be streamed. */
  public boolean stream() {
    return endpoint.generates() && body.path("stream").booleanValue();
  }

  /** Whether the client itself asked for the usage chunk of a stream. */
  public boolean wantsUsage() {
    return body.path("stream_options").path("include_usage").booleanValue();
  }

  /**
   * What the body says about the session, as {@code field=value}: metadata, then the user fields.
   */
  public Optional<String> sessionHint() {
    for (String field : List.of("session", "conversation")) {
      JsonNode value = body.path("metadata").path(field);
      if (value.isValueNode() && !value.asText("").isBlank()) {
        return Optional.of("metadata." + field + "=" + value.asText());
      }
    }
    return SESSION_FIELDS.stream()
        .filter(field -> body.path(field).isTextual() && !body.get(field).textValue().isBlank())
        .map(field -> field + "=" + body.get(field).textValue())
        .findFirst();
  }

  /**
   * Text of the first user message (of a completion, the prompt), by which turns without any hint
   * find their session.
   */
  public Optional<String> firstUserMessage() {
    if (endpoint == Endpoint.CHAT) {
      for (JsonNode message : body.path("messages")) {
        if (message.path("role").asText("").equals("user")) {
          return Optional.of(text(message.path("content")));
        }
      }
      return Optional.empty();
    }
    return messages().stream()
        .filter(message -> message.role().equals("user"))
        .map(Message::content)
        .findFirst();
  }

  /** The expected answer that came with the request; null without one. */
  public String reference() {
    return body.path("metadata").path("reference").textValue();
  }

  /** What the request declares besides its messages. */
  public Declared declared() {
    return new Declared(body);
  }

  /** The messages as they are captured: text only; a completion's prompt is one user message. */
  public List<Message> messages() {
    return switch (endpoint) {
      case CHAT -> said(body.path("messages"));
      case COMPLETIONS -> prompt();
      case RESPONSES -> input();
      case EMBEDDINGS -> List.of();
    };
  }

  private List<Message> prompt() {
    JsonNode prompt = body.path("prompt");
    JsonNode first = prompt.isArray() ? prompt.path(0) : prompt;
    return first.isTextual() ? List.of(new Message("user", first.textValue())) : List.of();
  }

  private List<Message> input() {
    List<Message> messages = new ArrayList<>();
    if (body.path("instructions").isTextual()) {
      messages.add(new Message("system", body.get("instructions").textValue()));
    }
    JsonNode input = body.path("input");
    if (input.isTextual()) {
      messages.add(new Message("user", input.textValue()));
    } else {
      messages.addAll(said(input));
    }
    return messages;
  }

  private static List<Message> said(JsonNode items) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode item : items) {
      if (item.path("role").isTextual()) {
        messages.add(new Message(item.get("role").textValue(), text(item.path("content"))));
      }
    }
    return messages;
  }

  /**
   * About how many tokens prompt and answer may have: a token for four bytes of the body, and the
   * longest answer that the client asks for.
   */
  public long estimatedTokens() {
    long answer =
        ANSWER_LIMITS.stream()
            .mapToLong(field -> Math.clamp(body.path(field).asLong(0), 0, MAX_ANSWER_TOKENS))
            .max()
            .orElse(0);
    return Math.ceilDiv(length, BYTES_PER_TOKEN) + answer;
  }

  /** The same request for a whole answer, not a stream. */
  public CompletionRequest unstreamed() {
    ObjectNode whole = copyOfBody();
    whole.remove(List.of("stream", "stream_options"));
    return new CompletionRequest(endpoint, whole, length);
  }

  /**
   * A copy of the body whose fields may be set and removed without changing the request; what is in
   * the fields is shared.
   */
  ObjectNode copyOfBody() {
    return Json.MAPPER.createObjectNode().setAll(body);
  }

  static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
