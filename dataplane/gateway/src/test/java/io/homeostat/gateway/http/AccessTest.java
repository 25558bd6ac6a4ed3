package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Feedback;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class AccessTest {
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

  private HttpRequest.Builder evaluation(String release) {
    return gateway
        .request(
            "/v1/chat/completions",
            "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
        .setHeader("Authorization", "Bearer " + RunningGateway.KEYS.evaluation(RunningGateway.UID))
        .header("x-homeostat-release", release);
  }

  @Test
  void anEvaluationNamesItsReleaseAtAnyWeightAndIsNotRecorded() {
    gateway.serve(7, 0, 0, engine);
    assertThat(gateway.send(evaluation("support-candidate")).body()).contains("answer of repair");
    assertThat(gateway.send(evaluation("support-stable")).body()).contains("answer of base");
    HttpResponse<String> unknown = gateway.send(evaluation("support-gone"));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(error(unknown).getString("code")).isEqualTo("release_not_found");
    gateway.chat("s", false);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst().consumer()).isEqualTo("desk-1");
  }

  @Test
  void anEvaluatedReleaseThatFailsIsNotReplacedByStable() {
    engine.behave((e, asked) -> e.error(asked, 500, "boom"));
    HttpResponse<String> response = gateway.send(evaluation("support-candidate"));
    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(engine.asked()).hasSize(1);
  }

  @Test
  void onlyEvaluationsMayNameARelease() {
    HttpResponse<String> response =
        gateway.send(
            evaluation("support-candidate")
                .setHeader("Authorization", "Bearer " + RunningGateway.DESK));
    assertThat(response.statusCode()).isEqualTo(403);
    HttpResponse<String> other =
        gateway.send(
            evaluation("support-candidate")
                .setHeader(
                    "Authorization", "Bearer " + RunningGateway.KEYS.evaluation("another uid")));
    assertThat(other.statusCode()).isEqualTo(401);
  }

  @Test
  void unknownKeysAndModelsAreRefusedInOpenAisShape() {
    String chat = "{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    HttpResponse<String> unknownModel = gateway.send(gateway.request("/v1/chat/completions", chat));
    assertThat(unknownModel.statusCode()).isEqualTo(404);
    assertThat(error(unknownModel).getString("code")).isEqualTo("model_not_found");
    for (String key :
        List.of(
            "Bearer wrong",
            "Basic " + RunningGateway.DESK,
            "Bearer",
            RunningGateway.DESK,
            "Bearer " + "a".repeat(64))) {
      for (String path : List.of("/v1/chat/completions", "/v1/completions", "/v1/feedback")) {
        HttpResponse<String> refused =
            gateway.send(gateway.request(path, chat).setHeader("Authorization", key));
        assertThat(refused.statusCode())
            .as(key + path)
            .isEqualTo(path.equals("/v1/completions") && key.length() > 60 ? 400 : 401);
      }
    }
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void theModelsOfTheGatewayAreListed() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/models"));
    assertThat(gateway.send(request).statusCode()).isEqualTo(401);
    JsonObject list =
        new JsonObject(
            gateway.send(request.header("Authorization", "bearer " + RunningGateway.DESK)).body());
    assertThat(list.getString("object")).isEqualTo("list");
    assertThat(list.getJsonArray("data").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("id", "support")
                .put("object", "model")
                .put("created", 1)
                .put("owned_by", "ns"));
  }

  @Test
  void feedbackBelongsToTheOwnerOfTheKey() {
    HttpResponse<String> response =
        gateway.send(
            gateway.request(
                "/v1/feedback",
                "{\"id\":\"cmpl-1\",\"model\":\"ns/support\",\"rating\":0.5,\"correction\":\"right\",\"source\":\"liar\"}"));
    assertThat(response.statusCode()).isEqualTo(202);
    await().untilAsserted(() -> assertThat(gateway.captured(Feedback.class)).hasSize(1));
    assertThat(gateway.captured(Feedback.class).getFirst())
        .returns("desk-1", Feedback::source)
        .returns("ns/support", Feedback::service)
        .returns("cmpl-1", Feedback::interactionId)
        .returns(0.5, Feedback::rating)
        .returns("right", Feedback::correction)
        .returns(new JsonObject(response.body()).getString("id"), Feedback::id);
  }

  @Test
  void onlyTheClientPathsAreReachable() {
    for (String path :
        List.of(
            "/",
            "/v1/audio/speech",
            "/tokenize",
            "/v1/rerank",
            "/v1/responses/resp_1/cancel",
            "/v1/load_lora_adapter",
            "/invocations",
            "/metrics",
            "/plans",
            "/v1/chat/completions/../../../invocations",
            "/v1/chat%2fcompletions")) {
      HttpResponse<String> response = gateway.send(gateway.request(path, "{}"));
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(error(response).getString("code")).isEqualTo("unknown_url");
    }
    HttpResponse<String> wrongMethod =
        gateway.send(gateway.request("/v1/chat/completions", "").GET());
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(error(wrongMethod).getString("code")).isEqualTo("method_not_allowed");
  }
}
