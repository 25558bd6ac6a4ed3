package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.EngineStandIn.Asked;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class ShadowTest {
  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @BeforeEach
  void serve() {
    gateway.publish(plan(5, 1000), Content.FULL, engine);
  }

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private static Plan plan(long revision, int permille) {
    Sampling cold = new Sampling(BigDecimal.ZERO, null, null, List.of());
    return new Plan(
        revision,
        "salt",
        List.of(
            new Arm("support-stable", Role.STABLE, 1000, "base", "Be kind.", Sampling.AS_REQUESTED),
            new Arm("support-next", Role.SHADOW, 0, "next", "Be brief.", cold, null, permille)));
  }

  private List<Asked> shadows() {
    return engine.asked().stream().filter(asked -> asked.model().equals("next")).toList();
  }

  private String outcome(String outcome) {
    return "homeostat_gateway_shadow_requests_total{model=\"ns/support\",outcome=\""
        + outcome
        + "\",release=\"support-next\"} ";
  }

  private void awaitOutcome(String outcome, int count) {
    gateway.awaitScraped(outcome(outcome) + count + ".0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothAnswersAreRecordedAsOnePair(boolean stream) {
    HttpResponse<String> response = gateway.chat("s", stream);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("base").doesNotContain("next");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(2));
    Interaction client = byRole("Stable");
    Interaction shadow = byRole("Shadow");
    assertThat(response.headers().firstValue("x-homeostat-interaction")).contains(client.id());
    assertThat(client).returns(client.id(), Interaction::pair).returns(stream, Interaction::stream);
    assertThat(shadow)
        .returns(client.id(), Interaction::pair)
        .returns("support-next", Interaction::release)
        .returns("support-next", Interaction::servedBy)
        .returns(client.session(), Interaction::session)
        .returns(List.of(new Message("user", "hello")), Interaction::messages)
        .returns("answer of next", Interaction::answer)
        .returns(false, Interaction::stream)
        .returns(200, Interaction::status)
        .returns(null, Interaction::error)
        .returns(null, Interaction::firstTokenMillis)
        .returns(3, Interaction::completionTokens)
        .returns(List.of("Scoring"), Interaction::use);
    assertThat(shadow.id()).isNotEqualTo(client.id());
  }

  private Interaction byRole(String role) {
    return gateway.interactions().stream()
        .filter(interaction -> interaction.role().equals(role))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theShadowGetsTheClientsMessagesWithItsOwnPromptAndDecoding() {
    gateway.chat("s", true);
    await().untilAsserted(() -> assertThat(shadows()).hasSize(1));
    JsonObject body = shadows().getFirst().body();
    assertThat(body.getJsonArray("messages").getJsonObject(0).getString("content"))
        .isEqualTo("Be brief.");
    assertThat(body.getJsonArray("messages").getJsonObject(1).getString("content"))
        .isEqualTo("hello");
    assertThat(body.getInteger("temperature")).isZero();
    assertThat(body.containsKey("stream")).isFalse();
    assertThat(body.containsKey("stream_options")).isFalse();
  }

  @Test
  void aShadowsTokensAreCountedApart() {
    gateway.chat("s", false);
    awaitOutcome("answered", 1);
    gateway.awaitScraped(
        "homeostat_gateway_shadow_tokens_total{direction=\"completion\",model=\"ns/support\",release=\"support-next\"}"
            + " 3.0",
        "homeostat_gateway_tokens_total{direction=\"completion\",model=\"ns/support\",release=\"support-stable\"}"
            + " 3.0");
    assertThat(gateway.scrape())
        .doesNotContain(
            "homeostat_gateway_tokens_total{direction=\"completion\",model=\"ns/support\",release=\"support-next\"}");
  }

  @Test
  void theClientHasItsAnswerWhileTheShadowHangsAndNoMoreThanTheBoundHang() {
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.say(asked);
          }
        });
    for (int i = 0; i < 10; i++) {
      assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
    }
    awaitOutcome("dropped", 10 - RunningGateway.SHADOWS);
    await().untilAsserted(() -> assertThat(shadows()).hasSize(RunningGateway.SHADOWS));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(10));
    assertThat(gateway.interactions().stream().filter(i -> i.pair() != null))
        .hasSize(RunningGateway.SHADOWS);
    assertThat(gateway.plans()).contains("\"support-next\":" + RunningGateway.SHADOWS);
    gateway.serving().drain();
    awaitOutcome("cancelled", RunningGateway.SHADOWS);
  }

  @Test
  void aDrainEndsShadowsWithoutARecordAndBeginsNoMore() {
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.say(asked);
          }
        });
    gateway.chat("s", false);
    await().untilAsserted(() -> assertThat(shadows()).hasSize(1));
    gateway.serving().drain();
    awaitOutcome("cancelled", 1);
    await().untilAsserted(() -> assertThat(engine.cancelled()).isEqualTo(1));
    assertThat(gateway.chat("t", false).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(2));
    assertThat(shadows()).hasSize(1);
    assertThat(gateway.interactions()).extracting(Interaction::role).containsOnly("Stable");
    assertThat(gateway.plans()).doesNotContain("support-next");
  }

  @Test
  void aShadowThatFailsIsRecordedAndChangesNothingForClients() {
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.say(asked);
          } else {
            e.error(asked, 500, "boom");
          }
        });
    for (int i = 0; i < 8; i++) {
      assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
      int expected = i + 1;
      awaitOutcome("failed", expected);
    }
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(16));
    assertThat(byRole("Shadow"))
        .returns(502, Interaction::status)
        .returns("EngineError", Interaction::error)
        .returns(null, Interaction::answer);
    assertThat(gateway.scrape())
        .as("nothing was tried twice and nobody was ejected")
        .doesNotContain("homeostat_gateway_failures");
  }

  @Test
  void whenTheClientLeavesItsShadowEnds() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.beginStream(asked);
            e.chunk(asked, "first");
            begun.complete(null);
          }
        });
    String body =
        "{\"model\":\"support\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    CompletableFuture<HttpResponse<String>> open =
        gateway
            .client()
            .sendAsync(
                gateway.request("/v1/chat/completions", body).build(),
                HttpResponse.BodyHandlers.ofString());
    begun.get(60, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(shadows()).hasSize(1));
    open.cancel(true);
    awaitOutcome("cancelled", 1);
    assertThat(gateway.interactions()).isEmpty();
  }

  @Test
  void whatIsNotKeptOrComparedIsNotShadowed() {
    gateway.send(
        gateway
            .request(
                "/v1/chat/completions",
                "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
            .header("x-homeostat-capture", "none"));
    gateway.send(gateway.request("/v1/embeddings", "{\"model\":\"support\",\"input\":\"hi\"}"));
    gateway.publish(plan(6, 1000), Content.NONE, engine);
    gateway.chat("s", false);
    gateway.publish(plan(7, 1000), Content.FULL, engine);
    gateway.chat("s", false);
    await().untilAsserted(() -> assertThat(shadows()).hasSize(1));
    awaitOutcome("answered", 1);
  }

  @Test
  void aGatewayThatNobodyPollsShadowsNothing() {
    gateway.skip(java.time.Duration.ofMinutes(3));
    gateway.chat("s", false);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst().pair()).isNull();
    assertThat(shadows()).isEmpty();
  }
}
