package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String BODY =
      "{\"model\":\"support\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"very private\"}]}";

  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @BeforeEach
  void serve() {
    gateway.serve(5, 500, 0, engine);
  }

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private void ask(boolean stream, String session) {
    gateway.send(
        gateway
            .request("/v1/chat/completions", BODY.formatted(stream))
            .header("x-homeostat-session", session)
            .header("traceparent", PARENT));
  }

  private static String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }

  private static Long number(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.longKey(attribute));
  }

  private List<SpanData> spans(int count) {
    await().untilAsserted(() -> assertThat(gateway.spans()).hasSize(count));
    return gateway.spans();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestAndItsAttemptAreSpansOfTheCallersTrace(boolean stream) {
    ask(stream, RunningGateway.sessionAt(0, 500));
    List<SpanData> spans = spans(2);
    SpanData attempt = spans.getFirst();
    SpanData request = spans.getLast();
    assertThat(request.getName()).isEqualTo("chat support");
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(request.getTraceId()).isEqualTo(TRACE);
    assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(text(request, "gen_ai.operation.name")).isEqualTo("chat");
    assertThat(text(request, "gen_ai.request.model")).isEqualTo("support");
    assertThat(text(request, "gen_ai.response.model")).isEqualTo("repair");
    assertThat(text(request, "gen_ai.response.id")).isEqualTo("cmpl-1");
    assertThat(text(request, "homeostat.release")).isEqualTo("support-candidate");
    assertThat(text(request, "homeostat.model_service")).isEqualTo("ns/support");
    assertThat(number(request, "gen_ai.usage.input_tokens")).isEqualTo(7);
    assertThat(number(request, "gen_ai.usage.output_tokens")).isEqualTo(3);
    assertThat(number(request, "gen_ai.usage.cache_read.input_tokens")).isEqualTo(2);
    assertThat(number(request, "http.response.status_code")).isEqualTo(200);
    assertThat(
            request
                .getAttributes()
                .get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
        .containsExactly("stop");
    assertThat(
            request
                    .getAttributes()
                    .get(AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk"))
                != null)
        .isEqualTo(stream);
    assertThat(attempt.getName()).isEqualTo("chat repair");
    assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(text(attempt, "server.address")).isEqualTo("127.0.0.1");
    assertThat(engine.asked().getFirst().http().getHeader("traceparent"))
        .isEqualTo("00-" + TRACE + "-" + attempt.getSpanId() + "-01");
    assertThat(spans.toString()).doesNotContain("private").doesNotContain("answer of");
  }

  @Test
  void aFailedAttemptIsAnErrorAndTheAnswerOfStableIsNone() {
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("repair")) {
            e.error(asked, 500, "boom");
          } else {
            e.say(asked);
          }
        });
    ask(false, RunningGateway.sessionAt(0, 500));
    List<SpanData> spans = spans(3);
    assertThat(text(spans.get(0), "error.type")).isEqualTo("EngineError");
    assertThat(spans.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(spans.get(1), "homeostat.release")).isEqualTo("support-stable");
    assertThat(text(spans.get(2), "error.type")).isNull();
    assertThat(text(spans.get(2), "homeostat.assigned_release")).isEqualTo("support-candidate");
    assertThat(text(spans.get(2), "homeostat.release")).isEqualTo("support-stable");
  }

  @Test
  void aRequestWithoutAnAnswerIsAnError() {
    engine.behave((e, asked) -> e.error(asked, 500, "boom"));
    ask(true, RunningGateway.sessionAt(500, 1000));
    SpanData request = spans(2).getLast();
    assertThat(text(request, "error.type")).isEqualTo("EngineError");
    assertThat(number(request, "http.response.status_code")).isEqualTo(502);
    assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }
}
