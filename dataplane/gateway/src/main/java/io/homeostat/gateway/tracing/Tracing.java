package io.homeostat.gateway.tracing;

import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Traces requests with OpenTelemetry, in the words of its conventions for generative AI and never
 * with content. Off until the environment names where traces go.
 */
public final class Tracing implements AutoCloseable {
  private static final String PREFIX = "OTEL_";
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name",
          "homeostat-gateway",
          "otel.metrics.exporter",
          "none",
          "otel.logs.exporter",
          "none",
          "otel.exporter.otlp.protocol",
          "http/protobuf",
          "otel.propagators",
          "tracecontext");
  private static final TextMapGetter<UnaryOperator<String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
          return List.of();
        }

        @Override
        public String get(UnaryOperator<String> headers, String key) {
          return headers == null ? null : headers.apply(key);
        }
      };

  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final Runnable close;

  private Tracing(OpenTelemetry telemetry, Runnable close) {
    this.tracer = telemetry.getTracer("io.homeostat.gateway");
    this.propagator = telemetry.getPropagators().getTextMapPropagator();
    this.close = close;
  }

  /** Traces nothing. */
  public static Tracing off() {
    return new Tracing(OpenTelemetry.noop(), () -> {});
  }

  /** Traces into an SDK, which is closed with this. */
  public static Tracing into(OpenTelemetrySdk telemetry) {
    return new Tracing(telemetry, telemetry::close);
  }

  /**
   * Reads the standard variables {@code OTEL_…}. Traces go out when one of {@code
   * OTEL_TRACES_EXPORTER}, {@code OTEL_EXPORTER_OTLP_ENDPOINT} and {@code
   * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} is set and {@code OTEL_SDK_DISABLED} is not true.
   *
   * @throws IllegalArgumentException when a variable is wrong
   */
  public static Tracing from(Map<String, String> environment) {
    if (!isWanted(environment)) {
      return off();
    }
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    try {
      return into(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesCustomizer(configured -> properties)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(
          "the environment variables OTEL_… cannot be used: " + e.getMessage(), e);
    }
  }

  private static boolean isWanted(Map<String, String> environment) {
    String exporter = environment.getOrDefault(EXPORTER, "").strip();
    boolean named = ENDPOINTS.stream().anyMatch(e -> !environment.getOrDefault(e, "").isBlank());
    boolean disabled = "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"));
    return !disabled && !exporter.equals("none") && (named || !exporter.isEmpty());
  }

  /**
   * Begins the trace of a request, or goes on with the one that its headers name.
   *
   * @param headers value of a header by name; null when it is absent
   * @param id of the interaction
   */
  public RequestTrace begin(
      UnaryOperator<String> headers, String id, Assigned assigned, CompletionRequest request) {
    Context parent = propagator.extract(Context.root(), headers, HEADERS);
    String operation = Attributes.operation(request.endpoint());
    Span span =
        tracer
            .spanBuilder(operation + " " + request.model())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    if (span.isRecording()) {
      Attributes.request(span, id, assigned, request);
    }
    return new RequestTrace(tracer, propagator, parent, span, operation);
  }

  /** Sends what waits. */
  @Override
  public void close() {
    close.run();
  }
}
