package io.homeostat.gateway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.Endpoint;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.ServedModel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TracingConfigurationTest {
  private static final Arm ARM =
      new Arm("support-a", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED);

  private static Map<String, String> trace(Tracing tracing) throws Exception {
    String body =
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"private\"}]}";
    Plan plan = new Plan(1, "", List.of(ARM));
    ServedModel model =
        new ServedModel(
            "ns", "support", "uid", "support", 1, Content.FULL, List.of(), plan, List.of());
    RequestTrace trace =
        tracing.begin(
            header -> null,
            "id",
            new Assigned(model, ARM, "session", false, null),
            CompletionRequest.parse(Endpoint.CHAT, body.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> headers = trace.attempt(new EnginePod("10.0.0.1", 8000), ARM);
    trace.end(ARM, null, "200", null);
    tracing.close();
    return headers;
  }

  @Test
  void nothingIsTracedUntilTheEnvironmentSaysWhereTo() throws Exception {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("OTEL_SERVICE_NAME", "x"),
            Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"),
            Map.of("OTEL_SDK_DISABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"))) {
      assertThat(trace(Tracing.from(environment))).as(environment.toString()).isEmpty();
    }
  }

  @Test
  void spansGoToTheCollectorThatTheEnvironmentNames() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
          received.add(exchange.getRequestURI().getPath() + " " + body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try {
      Map<String, String> headers =
          trace(
              Tracing.from(
                  Map.of(
                      "OTEL_EXPORTER_OTLP_ENDPOINT",
                      "http://127.0.0.1:" + collector.getAddress().getPort(),
                      "OTEL_EXPORTER_OTLP_COMPRESSION",
                      "none",
                      "OTEL_RESOURCE_ATTRIBUTES",
                      "k8s.cluster.name=test")));
      assertThat(headers).containsKey("traceparent");
      assertThat(received.poll(60, TimeUnit.SECONDS))
          .startsWith("/v1/traces ")
          .contains("homeostat-gateway", "chat support", "chat base", "k8s.cluster.name")
          .doesNotContain("private");
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void aWrongVariableIsNamed() {
    assertThatThrownBy(() -> Tracing.from(Map.of("OTEL_TRACES_EXPORTER", "pigeon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_")
        .hasMessageContaining("pigeon");
  }
}
