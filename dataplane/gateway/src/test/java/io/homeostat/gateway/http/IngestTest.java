package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.access.ApiKeys;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.support.RunningGateway;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port for what was recorded elsewhere, as exporters meet it. */
@Timeout(240)
class IngestTest {
  private static final Plan PLAN =
      new Plan(
          6,
          "salt",
          List.of(new Arm("support-a", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED)));
  private static final String SCORE =
      "{\"id\":\"r%d\",\"model\":\"support\",\"name\":\"helpful\",\"value\":0.5}";

  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @BeforeEach
  void keys() {
    gateway
        .serving()
        .accept(
            new ApiKeys(
                Map.of(
                    "desk-1",
                    RunningGateway.DESK,
                    "collector",
                    "sha256:c52184783242de8975ac2f77293e9601ba86f673df074ae3c76c33be9969963b\ningest-per-minute: 100",
                    "small",
                    "sha256:d8484842191ca22753c34aa50a10220331c45ca5e3cc419ee26c61a54630bd52\ningest-per-minute: 3",
                    "stranger",
                    "sha256:96fbe991904da033d08b8e7a208f893914d56cc10d96503b7a5d4bd0b3ea0101\ningest-per-minute: 3\nmodels: other/*"),
                false));
    gateway.publish(PLAN, Content.REDACTED);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aSpanOfTheRealExporterIsAnInteractionWithoutPersonalData() {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + gateway.ingestPort() + "/v1/traces")
            .addHeader("Authorization", "Bearer collector-key")
            .setCompression("gzip")
            .build();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      Span span =
          provider
              .get("app")
              .spanBuilder("chat gpt-x")
              .setAttribute("gen_ai.operation.name", "chat")
              .setAttribute("gen_ai.request.model", "support")
              .setAttribute("gen_ai.response.model", "gpt-x-1")
              .setAttribute("gen_ai.response.id", "resp-7")
              .setAttribute("gen_ai.usage.input_tokens", 12)
              .setAttribute(
                  "gen_ai.input.messages",
                  "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"I am ada@example.org\"}]}]")
              .setAttribute(
                  "gen_ai.output.messages",
                  "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello\"}],\"finish_reason\":\"stop\"}]")
              .startSpan();
      span.addEvent(
          "gen_ai.evaluation.result",
          Attributes.builder()
              .put("gen_ai.evaluation.name", "Relevance")
              .put("gen_ai.evaluation.score.value", 0.25)
              .build());
      span.end();
      assertThat(provider.forceFlush().join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    await().untilAsserted(() -> assertThat(gateway.captured(Feedback.class)).hasSize(1));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns("ns/support", Interaction::service)
        .returns("external/gpt-x-1", Interaction::release)
        .returns("Stable", Interaction::role)
        .returns(Interaction.TRACE, Interaction::origin)
        .returns("collector", Interaction::consumer)
        .returns("resp-7", Interaction::responseId)
        .returns(12, Interaction::promptTokens)
        .returns("stop", Interaction::finishReason)
        .returns(List.of(new Message("user", "I am [EMAIL]")), Interaction::messages)
        .returns("Hello", Interaction::answer);
    assertThat(gateway.captured(Feedback.class).getFirst())
        .returns("resp-7", Feedback::interactionId)
        .returns("collector", Feedback::source)
        .returns(Map.of("Relevance", 0.25), Feedback::scores);
  }

  @Test
  void aModelThatKeepsNoContentGetsOnlyFiguresFromElsewhere() {
    gateway.publish(PLAN, Content.NONE);
    HttpResponse<String> taken = send("/v1/traces", "collector-key", span("support", 1));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(taken.body()).isEqualTo("{}");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns(null, Interaction::messages)
        .returns(null, Interaction::answer)
        .returns(5, Interaction::completionTokens);
  }

  @Test
  void whatCannotBeUsedIsRejectedAndTheRestTaken() {
    HttpResponse<String> taken =
        send(
            "/v1/traces",
            "collector-key",
            "{\"resourceSpans\":[%s,%s]}".formatted(spans("unknown", 1), spans("support", 2)));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(taken.body()).contains("\"rejectedSpans\":\"1\"", "x-homeostat-model");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
  }

  @Test
  void whoSendsTooMuchIsToldSoAndLosesOnlyItsOwn() {
    String three = list(1, 2, 3);
    assertThat(send("/v1/scores", "small-key", three).statusCode()).isEqualTo(202);
    HttpResponse<String> refused = send("/v1/scores", "small-key", list(4));
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 60);
    assertThat(send("/v1/traces", "small-key", span("support", 1)).statusCode()).isEqualTo(429);
    assertThat(send("/v1/scores", "collector-key", list(5)).statusCode()).isEqualTo(202);
    assertThat(send("/v1/traces", "collector-key", span("support", 2)).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(gateway.captured(Feedback.class)).hasSize(4));
    assertThat(gateway.captured(Feedback.class))
        .extracting(Feedback::interactionId)
        .containsExactly("r1", "r2", "r3", "r5");
    gateway.skip(java.time.Duration.ofMinutes(1));
    assertThat(send("/v1/scores", "small-key", list(4)).statusCode()).isEqualTo(202);
  }

  @Test
  void aKeyNeedsTheRightAndTellsOnlyOfItsModels() {
    assertThat(send("/v1/scores", "nobody", list(1)).statusCode()).isEqualTo(401);
    HttpResponse<String> without = send("/v1/scores", RunningGateway.DESK, list(1));
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).contains("ingest_not_allowed");
    assertThat(send("/v1/scores", "stranger-key", list(1)).body()).contains("[0].model");
    assertThat(send("/v1/traces", "stranger-key", span("support", 1)).body())
        .contains("rejectedSpans");
    assertThat(gateway.captured(Object.class)).isEmpty();
  }

  @Test
  void aListWithOneWrongScoreIsRefusedWhole() {
    String wrong = "[%s,%s]".formatted(SCORE.formatted(1), SCORE.formatted(2).replace("0.5", "7"));
    HttpResponse<String> refused = send("/v1/scores", "collector-key", wrong);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("expected item 1").contains("from 0 to 1");
    for (String body : List.of("", "{}", "[]", "nonsense", "[1]", "\u0000")) {
      assertThat(send("/v1/scores", "collector-key", body).statusCode()).as(body).isEqualTo(400);
      assertThat(send("/v1/logs", "collector-key", "x" + body).statusCode()).isEqualTo(400);
    }
    assertThat(gateway.captured(Object.class)).isEmpty();
  }

  @Test
  void aPackedBodyIsMeasuredUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1024 * 1024]);
      }
    }
    HttpRequest.Builder request =
        request("/v1/traces", "collector-key")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()));
    assertThat(packed.size()).isLessThan(100_000);
    assertThat(gateway.send(request).statusCode()).isEqualTo(413);
    assertThat(send("/v1/scores", "collector-key", list(1)).statusCode()).isEqualTo(202);
  }

  private static String list(int... ids) {
    return java.util.Arrays.stream(ids)
        .mapToObj(SCORE::formatted)
        .collect(java.util.stream.Collectors.joining(",", "[", "]"));
  }

  private static String span(String model, int number) {
    return "{\"resourceSpans\":[" + spans(model, number) + "]}";
  }

  private static String spans(String model, int number) {
    long now = System.currentTimeMillis();
    return """
        {"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b1%02d",
          "startTimeUnixNano":"%d000000","endTimeUnixNano":"%d000000","attributes":[
          {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
          {"key":"gen_ai.request.model","value":{"stringValue":"%s"}},
          {"key":"gen_ai.usage.output_tokens","value":{"intValue":"5"}},
          {"key":"gen_ai.output.messages","value":{"stringValue":"[{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hi\\"}]}]"}}
          ]}]}]}"""
        .formatted(number, now - 100, now, model);
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.ingestPort() + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + key);
  }

  private HttpResponse<String> send(String path, String key, String body) {
    return gateway.send(request(path, key).POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
