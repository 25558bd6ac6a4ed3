package io.homeostat.gateway.tracing;

import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Failure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;

/**
 * The spans of one request: one for the request, and below it one for each attempt at an engine.
 * For one event loop.
 */
public final class RequestTrace {
  private static final String ERROR = "error.type";

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final Context context;
  private final Span request;
  private final String operation;
  private Span attempt = Span.getInvalid();
  private Failure failure;

  RequestTrace(
      Tracer tracer, TextMapPropagator propagator, Context parent, Span request, String operation) {
    this.tracer = tracer;
    this.propagator = propagator;
    this.context = parent.with(request);
    this.request = request;
    this.operation = operation;
  }

  /**
   * An attempt begins.
   *
   * @return headers that carry the trace on; empty when nothing is traced
   */
  public Map<String, String> attempt(EnginePod pod, Arm arm) {
    if (!request.getSpanContext().isValid()) {
      return Map.of();
    }
    failure = null;
    attempt =
        tracer
            .spanBuilder(operation + " " + arm.servedModel())
            .setParent(context)
            .setSpanKind(SpanKind.CLIENT)
            .startSpan();
    Attributes.attempt(attempt, operation, pod, arm);
    Map<String, String> headers = new HashMap<>();
    propagator.inject(context.with(attempt), headers, Map::put);
    return headers;
  }

  /** The attempt gave no answer, or not all of it. */
  public void attemptFailed(Failure reason) {
    failure = reason;
    attempt.setAttribute(ERROR, reason.code()).setStatus(StatusCode.ERROR).end();
  }

  /**
   * The request ended.
   *
   * @param arm that answered or was tried last; null when there was none
   * @param answer null when there is none
   * @param status HTTP status, or a word when the client left
   * @param firstTokenMillis null unless streamed
   */
  public void end(Arm arm, Answer answer, String status, Long firstTokenMillis) {
    attempt.end();
    if (request.isRecording()) {
      if (arm != null) {
        Attributes.arm(request, arm);
      }
      if (answer != null) {
        Attributes.answer(request, answer, firstTokenMillis);
      }
      status(status);
    }
    request.end();
  }

  private void status(String status) {
    if (failure != null) {
      request.setAttribute(ERROR, failure.code()).setStatus(StatusCode.ERROR);
    }
    if (!Character.isDigit(status.charAt(0))) {
      request.setAttribute(ERROR, status);
      return;
    }
    request.setAttribute("http.response.status_code", Integer.parseInt(status));
  }
}
