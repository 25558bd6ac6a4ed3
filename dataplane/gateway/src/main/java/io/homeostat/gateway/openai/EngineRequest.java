package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Sampling;
import java.nio.charset.CharacterCodingException;

/** Makes the body that the engine gets: the client's request as the chosen release answers it. */
public final class EngineRequest {
  private EngineRequest() {}

  /**
   * Applies a release to a request. The release's prompt comes first as a system message (chat
   * only: a raw completion has no system message), its decoding wins over the client's, {@code
   * metadata} is the gateway's and stays here, and a stream is asked to end with its usage.
   *
   * @return JSON as UTF-8
   * @throws ApiException with status 400 when the request holds text that has no UTF-8 form
   */
  public static byte[] body(CompletionRequest request, Arm arm) throws ApiException {
    ObjectNode body = request.copyOfBody();
    body.put("model", arm.servedModel());
    body.remove("metadata");
    if (request.endpoint() == Endpoint.CHAT && !arm.prompt().isEmpty()) {
      ObjectNode system =
          Json.MAPPER.createObjectNode().put("role", "system").put("content", arm.prompt());
      ((ArrayNode) body.get("messages")).insert(0, system);
    }
    apply(arm.sampling(), body);
    if (request.stream()) {
      ObjectNode options =
          body.path("stream_options") instanceof ObjectNode given
              ? given
              : body.putObject("stream_options");
      options.put("include_usage", true);
    }
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

  private static void apply(Sampling sampling, ObjectNode body) {
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.maxTokens() != null) {
      body.put("max_tokens", sampling.maxTokens());
      body.remove("max_completion_tokens");
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
  }
}
