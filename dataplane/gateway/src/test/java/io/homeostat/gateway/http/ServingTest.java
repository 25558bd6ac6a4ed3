package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class ServingTest {
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

  private static JsonObject error(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("error");
  }

  @Test
  void theReleaseOfTheSessionAnswersUnderTheNameThatTheClientUsed() {
    HttpResponse<String> response = gateway.chat(RunningGateway.sessionAt(0, 500), false);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(response.body());
    assertThat(body.getString("model")).isEqualTo("support");
    assertThat(
            body.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content"))
        .isEqualTo("answer of repair");
    assertThat(response.headers().firstValue("x-homeostat-release")).contains("support-candidate");
    assertThat(response.headers().firstValue("x-homeostat-interaction")).isPresent();
    assertThat(response.headers().firstValue("server"))
        .as("an engine's headers stay inside")
        .isEmpty();
    assertThat(gateway.chat(RunningGateway.sessionAt(500, 1000), false).body())
        .contains("answer of base");
  }

  @Test
  void theEngineGetsTheReleasesPromptAndKeyAndNothingOfTheClientsAuthorization() {
    String body =
        """
        {"model":"ns/support","messages":[{"role":"system","content":"Mine."},{"role":"user","content":"hi"}],
         "metadata":{"session":"x","reference":"r"},"seed":7}
        """;
    gateway.send(
        gateway
            .request("/v1/chat/completions", body)
            .header("x-homeostat-session", RunningGateway.sessionAt(500, 1000))
            .header("Cookie", "secret")
            .header("X-Forwarded-For", "1.2.3.4"));
    EngineStandIn.Asked asked = engine.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.authorization())
        .isEqualTo("Bearer " + RunningGateway.KEYS.engine(RunningGateway.UID));
    assertThat(asked.headerNames())
        .map(String::toLowerCase)
        .doesNotContain("cookie", "x-forwarded-for", "x-homeostat-session");
    assertThat(asked.model()).isEqualTo("base");
    assertThat(asked.body().getJsonArray("messages").getJsonObject(0))
        .isEqualTo(new JsonObject().put("role", "system").put("content", "Be kind."));
    assertThat(asked.body().getJsonArray("messages").getJsonObject(1).getString("content"))
        .isEqualTo("Mine.");
    assertThat(asked.body().containsKey("metadata")).isFalse();
    assertThat(asked.body().getInteger("seed")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyAnswerIsRecordedWithWhatScoringNeeds(boolean stream) {
    HttpResponse<String> response = greet(RunningGateway.sessionAt(500, 1000), stream);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    Interaction seen = gateway.interactions().getFirst();
    assertThat(response.headers().firstValue("x-homeostat-interaction")).contains(seen.id());
    assertThat(seen)
        .returns("cmpl-1", Interaction::responseId)
        .returns("ns/support", Interaction::service)
        .returns("support-stable", Interaction::release)
        .returns("Stable", Interaction::role)
        .returns("support-stable", Interaction::servedBy)
        .returns(5L, Interaction::planRevision)
        .returns("desk-1", Interaction::consumer)
        .returns("greet", Interaction::capability)
        .returns("hello", Interaction::reference)
        .returns(List.of(new Message("user", "hi")), Interaction::messages)
        .returns("answer of base", Interaction::answer)
        .returns(stream, Interaction::stream)
        .returns(200, Interaction::status)
        .returns(null, Interaction::error)
        .returns("stop", Interaction::finishReason)
        .returns(7, Interaction::promptTokens)
        .returns(3, Interaction::completionTokens)
        .returns(2, Interaction::cachedTokens)
        .returns(List.of("Scoring", "Training"), Interaction::use);
    assertThat(seen.session()).hasSize(32);
    assertThat(seen.timeMillis())
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(20_000L));
    assertThat(seen.latencyMillis()).isBetween(0L, 10_000L);
    assertThat(seen.firstTokenMillis() != null).isEqualTo(stream);
    assertThat(seen.interTokenMillis() != null).isEqualTo(stream);
  }

  private HttpResponse<String> greet(String session, boolean stream) {
    String body =
        """
        {"model":"support","stream":%s,"messages":[{"role":"user","content":"hi"}],"metadata":{"reference":"hello"}}
        """
            .formatted(stream);
    return gateway.send(
        gateway
            .request("/v1/chat/completions", body)
            .header("x-homeostat-session", session)
            .header("x-homeostat-capability", "greet"));
  }

  @Test
  void aModelThatKeepsNoContentIsRecordedWithoutAny() {
    gateway.publish(
        new Plan(
            6,
            "salt",
            List.of(
                new Arm("support-stable", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED))),
        false,
        engine);
    gateway.send(
        gateway.request(
            "/v1/chat/completions",
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"metadata\":{\"reference\":\"r\"}}"));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns(null, Interaction::messages)
        .returns(null, Interaction::answer)
        .returns(null, Interaction::reference)
        .returns(3, Interaction::completionTokens);
    HttpResponse<String> feedback =
        gateway.send(
            gateway.request(
                "/v1/feedback", "{\"id\":\"x\",\"model\":\"support\",\"correction\":\"c\"}"));
    assertThat(feedback.statusCode()).isEqualTo(400);
    assertThat(error(feedback).getString("code")).isEqualTo("content_not_kept");
  }

  @Test
  void aStreamEndsWithDoneAndHidesTheUsageThatTheClientDidNotAskFor() {
    String answer = gateway.chat("s", true).body();
    assertThat(answer)
        .startsWith("data: {")
        .endsWith("data: [DONE]\n\n")
        .contains("\"model\":\"support\"")
        .doesNotContain("usage");
    String body =
        "{\"model\":\"support\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    assertThat(gateway.send(gateway.request("/v1/chat/completions", body)).body())
        .contains("\"completion_tokens\":3");
  }

  @Test
  void rawCompletionsAreServed() {
    HttpResponse<String> response =
        gateway.send(
            gateway.request("/v1/completions", "{\"model\":\"support\",\"prompt\":\"Once\"}"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(engine.asked().getFirst().path()).isEqualTo("/v1/completions");
    await()
        .untilAsserted(
            () ->
                assertThat(gateway.interactions())
                    .first()
                    .returns(List.of(new Message("user", "Once")), Interaction::messages));
  }

  @Test
  void turnsOfOneConversationWithoutAnyHintStayOnOneArm() {
    String first = "{\"role\":\"user\",\"content\":\"Where is my parcel %d?\"}";
    for (int i = 0; i < 20; i++) {
      String opening = first.formatted(i);
      String one = release(opening);
      String two =
          release(
              opening
                  + ",{\"role\":\"assistant\",\"content\":\"There.\"},{\"role\":\"user\",\"content\":\"Thanks\"}");
      assertThat(two).isEqualTo(one);
    }
  }

  private String release(String messages) {
    String body = "{\"model\":\"support\",\"messages\":[%s]}".formatted(messages);
    return gateway
        .send(gateway.request("/v1/chat/completions", body))
        .headers()
        .firstValue("x-homeostat-release")
        .orElseThrow();
  }

  private void serveWithShadow() {
    gateway.publish(
        new Plan(
            5,
            "salt",
            List.of(
                new Arm("support-stable", Role.STABLE, 500, "base", "", Sampling.AS_REQUESTED),
                new Arm(
                    "support-candidate", Role.CANDIDATE, 500, "repair", "", Sampling.AS_REQUESTED),
                new Arm(
                    "support-next",
                    Role.SHADOW,
                    0,
                    "next",
                    "",
                    Sampling.AS_REQUESTED,
                    null,
                    1000))),
        true,
        engine);
  }

  private static void failAsCandidate(EngineStandIn engine, EngineStandIn.Asked asked) {
    if (asked.model().equals("repair")) {
      engine.error(asked, 500, "boom");
    } else {
      engine.say(asked);
    }
  }

  @Test
  void whatIsScrapedIsWhatIsDocumented() {
    serveWithShadow();
    gateway.chat(RunningGateway.sessionAt(500, 1000), false);
    gateway.chat(RunningGateway.sessionAt(0, 500), true);
    engine.behave(ServingTest::failAsCandidate);
    gateway.chat(RunningGateway.sessionAt(0, 500), true);
    gateway.captureQueue().tooLarge();
    gateway.serving().metrics.ingested("interaction", 1);
    gateway.awaitScraped(
        "homeostat_gateway_captured",
        "homeostat_gateway_shadow_tokens",
        "homeostat_gateway_inter_token_seconds_count{model=\"ns/support\",release=\"support-candidate\"}"
            + " 1",
        "homeostat_gateway_plan_revision{model=\"ns/support\"} 5.0",
        "homeostat_gateway_fallbacks_total{model=\"ns/support\",release=\"support-candidate\"}"
            + " 1.0",
        "homeostat_gateway_tokens_total{direction=\"completion\",model=\"ns/support\",release=\"support-candidate\"}"
            + " 3.0");
    String scrape = gateway.scrape();
    for (String name : io.homeostat.gateway.GatewayMetrics.NAMES) {
      assertThat(scrape).contains("# TYPE " + name.replace('.', '_'));
    }
    gateway.publish(
        new Plan(
            9,
            "",
            List.of(new Arm("support-next", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED))),
        true,
        engine);
    assertThat(gateway.scrape())
        .doesNotContain("support-candidate")
        .contains("homeostat_gateway_plan_revision{model=\"ns/support\"} 9.0");
  }
}
