package io.homeostat.gateway.tracing;

import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.Endpoint;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.homeostat.gateway.routing.EnginePod;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/**
 * Names and values of span attributes, as in OpenTelemetry's semantic conventions 1.41 for
 * generative AI; those that only Homeostat has begin with {@code homeostat.}.
 */
final class Attributes {
  private static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  private static final double MILLIS_PER_SECOND = 1_000;

  private Attributes() {}

  static String operation(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT, RESPONSES -> "chat";
      case COMPLETIONS -> "text_completion";
      case EMBEDDINGS -> "embeddings";
    };
  }

  /** What was asked; the provider is the one whose API is spoken. */
  static void request(Span span, String id, Assigned assigned, CompletionRequest request) {
    span.setAttribute("gen_ai.operation.name", operation(request.endpoint()))
        .setAttribute("gen_ai.provider.name", "openai")
        .setAttribute("gen_ai.request.model", request.model())
        .setAttribute("gen_ai.request.stream", request.stream())
        .setAttribute("http.request.method", "POST")
        .setAttribute("url.path", request.endpoint().path())
        .setAttribute("homeostat.interaction", id)
        .setAttribute("homeostat.model_service", assigned.model().service())
        .setAttribute("homeostat.session", assigned.session())
        .setAttribute("homeostat.assigned_release", assigned.arm().release());
  }

  /** Which release answered. */
  static void arm(Span span, Arm arm) {
    span.setAttribute("gen_ai.response.model", arm.servedModel())
        .setAttribute("homeostat.release", arm.release())
        .setAttribute("homeostat.role", arm.role().text());
  }

  /** One attempt at one engine pod. */
  static void attempt(Span span, String operation, EnginePod pod, Arm arm) {
    arm(span, arm);
    span.setAttribute("gen_ai.operation.name", operation)
        .setAttribute("gen_ai.provider.name", "openai")
        .setAttribute("gen_ai.request.model", arm.servedModel())
        .setAttribute("server.address", pod.host())
        .setAttribute("server.port", pod.port());
  }

  /** What was answered, without its text. */
  static void answer(Span span, Answer answer, Long firstTokenMillis) {
    span.setAttribute("gen_ai.response.id", answer.responseId());
    if (answer.finishReason() != null) {
      span.setAttribute(FINISH_REASONS, List.of(answer.finishReason()));
    }
    set(span, "gen_ai.usage.input_tokens", answer.promptTokens());
    set(span, "gen_ai.usage.output_tokens", answer.completionTokens());
    set(span, "gen_ai.usage.cache_read.input_tokens", answer.cachedTokens());
    if (firstTokenMillis != null) {
      span.setAttribute(
          "gen_ai.response.time_to_first_chunk", firstTokenMillis / MILLIS_PER_SECOND);
    }
  }

  private static void set(Span span, String name, Integer value) {
    if (value != null) {
      span.setAttribute(name, value.longValue());
    }
  }
}
