package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class CapturedContentTest {
  private static final Plan PLAN =
      new Plan(
          6,
          "salt",
          List.of(new Arm("support-a", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED)));

  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private HttpRequest.Builder privateRequest(boolean stream) {
    return gateway.request(
        "/v1/chat/completions",
        """
        {"model":"support","stream":%s,"metadata":{"reference":"Write to ada@example.org"},
         "messages":[{"role":"user","content":"I am ada@example.org, +49 30 1234567"},
                     {"role":"assistant","content":"Your card is 4111 1111 1111 1111."}]}
        """
            .formatted(stream));
  }

  private void answerWithAnAddress() {
    engine.behave(
        (e, asked) -> {
          if (asked.body().getBoolean("stream")) {
            e.beginStream(asked);
            e.chunk(asked, "Sent to ada@exa");
            e.chunk(asked, "mple.org.");
            e.endStream(asked);
          } else {
            e.say(asked);
          }
        });
  }

  @Test
  void personalDataDoesNotLeaveTheGatewayThatRedacts() {
    gateway.publish(PLAN, Content.REDACTED, engine);
    answerWithAnAddress();
    HttpResponse<String> response = gateway.send(privateRequest(true));
    assertThat(response.body()).as("the client gets all of it").contains("ada@exa", "mple.org");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns(
            List.of(
                new Message("user", "I am [EMAIL], [PHONE]"),
                new Message("assistant", "Your card is [CARD].")),
            Interaction::messages)
        .returns("Sent to [EMAIL].", Interaction::answer)
        .returns("Write to [EMAIL]", Interaction::reference)
        .returns(5, Interaction::redactions);
    assertThat(engine.asked().getFirst().body().encode())
        .as("the engine answers what was asked")
        .contains("ada@example.org");
    gateway.send(
        gateway.request(
            "/v1/feedback",
            "{\"id\":\"x\",\"model\":\"support\",\"correction\":\"Ask bob@example.org\"}"));
    await().untilAsserted(() -> assertThat(gateway.captured(Feedback.class)).hasSize(1));
    assertThat(gateway.captured(Feedback.class).getFirst().correction()).isEqualTo("Ask [EMAIL]");
  }

  @Test
  void whatAnAnswerCanBeCheckedAgainstIsCapturedWithoutPersonalData() {
    gateway.publish(PLAN, Content.REDACTED, engine);
    gateway.send(
        gateway.request(
            "/v1/chat/completions",
            """
            {"model":"support","user":"ada","metadata":{"tags":"region=eu, tier=gold"},
             "documents":[{"text":"Ada is ada@example.org."}],
             "tools":[{"type":"function","function":{"name":"mail","parameters":{"type":"object"}}}],
             "messages":[{"role":"user","content":"Who is Ada?"}]}
            """));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    Interaction interaction = gateway.interactions().getFirst();
    assertThat(interaction)
        .returns(Interaction.GATEWAY, Interaction::origin)
        .returns("/v1/chat/completions", Interaction::route)
        .returns(RunningGateway.KEYS.user("ns/support", "ada"), Interaction::user)
        .returns(Map.of("region", "eu", "tier", "gold"), Interaction::tags);
    assertThat(interaction.evidence().context()).containsExactly("Ada is [EMAIL].");
    assertThat(interaction.evidence().tools().getFirst())
        .returns("mail", Interaction.Tool::name)
        .returns("object", tool -> tool.parameters().path("type").asText());
  }

  @Test
  void aModelThatKeepsEverythingIsNotRedacted() {
    gateway.publish(PLAN, Content.FULL, engine);
    gateway.send(privateRequest(false));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns("Write to ada@example.org", Interaction::reference)
        .returns(null, Interaction::redactions)
        .returns(List.of("Scoring", "Training"), Interaction::use);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWantsNothingKeptIsCountedAndNothingIsLearntFromIt(boolean stream) {
    gateway.publish(PLAN, Content.FULL, engine);
    gateway.send(privateRequest(stream).header("x-homeostat-capture", "none"));
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns(null, Interaction::messages)
        .returns(null, Interaction::answer)
        .returns(null, Interaction::reference)
        .returns(null, Interaction::evidence)
        .returns(List.of("Scoring"), Interaction::use)
        .returns(3, Interaction::completionTokens);
  }

  @Test
  void anUnknownWishIsRefusedAndNotGuessed() {
    gateway.publish(PLAN, Content.FULL, engine);
    HttpResponse<String> refused =
        gateway.send(privateRequest(false).header("x-homeostat-capture", "no"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(refused.body()).getJsonObject("error").getString("param"))
        .isEqualTo("x-homeostat-capture");
    assertThat(engine.asked()).isEmpty();
  }
}
