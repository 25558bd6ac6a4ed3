package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Sampling;
import java.nio.charset.CharacterCodingException;

/** Makes the body that the engine gets: the client's request as the chosen release answers it. */
public final class EngineRequest {
  private static final String PRIORITY = "priority";

  private EngineRequest() {}

  /**
   * Applies a release to a request. The release's prompt comes first: as a system message of a
   * chat, as instructions of a response; a raw completion has no system message. Its decoding wins
   * over the client's, {@code metadata} is the gateway's and stays here, as does {@code priority},
   * with which a client would overtake the others, and a stream is asked to end with its usage.
   *
   * @return JSON as UTF-8
   * @throws ApiException with status 400 when the request holds text that has no UTF-8 form
   */
  public static byte[] body(CompletionRequest request, Arm arm) throws ApiException {
    return write(applied(request, arm, withoutPriority(request)));
  }

  /**
   * The same for an Evaluation Job, which says itself that it can wait.
   *
   * @return JSON as UTF-8
   * @throws ApiException with status 400 when the request holds text that has no UTF-8 form
   */
  public static byte[] ofEvaluation(CompletionRequest request, Arm arm) throws ApiException {
    return write(applied(request, arm, request.copyOfBody()));
  }

  private static ObjectNode withoutPriority(CompletionRequest request) {
    ObjectNode body = request.copyOfBody();
    body.remove(PRIORITY);
    return body;
  }

  private static ObjectNode applied(CompletionRequest request, Arm arm, ObjectNode body) {
    body.put("model", arm.servedModel());
    body.remove("metadata");
    switch (request.endpoint()) {
      case CHAT -> {
        prependMessage(arm.prompt(), body);
        apply(arm.sampling(), "max_tokens", body);
        askForUsage(request, body);
      }
      case COMPLETIONS -> {
        apply(arm.sampling(), "max_tokens", body);
        askForUsage(request, body);
      }
      case RESPONSES -> {
        prependInstructions(arm.prompt(), body);
        apply(arm.sampling(), "max_output_tokens", body);
        body.put("store", false);
      }
      case EMBEDDINGS -> body.remove("stream");
    }
    return body;
  }

  private static void prependMessage(String prompt, ObjectNode body) {
    if (!prompt.isEmpty()) {
      JsonNode own = body.get("messages");
      ObjectNode system =
          Json.MAPPER.createObjectNode().put("role", "system").put("content", prompt);
      body.putArray("messages").add(system).addAll((ArrayNode) own);
    }
  }

  private static void prependInstructions(String prompt, ObjectNode body) {
    String own = body.path("instructions").asText("");
    if (!prompt.isEmpty()) {
      body.put("instructions", own.isEmpty() ? prompt : prompt + "\n\n" + own);
    }
  }

  private static void askForUsage(CompletionRequest request, ObjectNode body) {
    if (request.stream()) {
      ObjectNode options =
          body.path("stream_options") instanceof ObjectNode given
              ? given.deepCopy()
              : Json.MAPPER.createObjectNode();
      body.set("stream_options", options.put("include_usage", true));
    }
  }

  private static byte[] write(ObjectNode body) throws ApiException {
    try {
      return Json.bytes(body);
    } catch (CharacterCodingException e) {
      throw new ApiException(
          ApiError.invalid(
              "invalid_json",
              null,
              "expected valid Unicode, found half a surrogate pair in a string: send both halves"));
    }
  }

  private static void apply(Sampling sampling, String maxTokens, ObjectNode body) {
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      body.put(maxTokens, sampling.maxTokens());
      body.remove("max_completion_tokens");
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
  }
}
