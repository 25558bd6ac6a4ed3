package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.ModelStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is served besides chat completions. */
@Timeout(240)
class EndpointsTest {
  private static final String STABLE = RunningGateway.sessionAt(500, 1000);

  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @BeforeEach
  void serve() {
    engine.behave(new ModelStandIn());
    gateway.serve(5, 500, 0, engine);
  }

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private HttpResponse<String> post(String path, String body) {
    return gateway.send(gateway.request(path, body).header("x-homeostat-session", STABLE));
  }

  private HttpResponse<String> get(String path) {
    return gateway.send(gateway.request(path, "").GET());
  }

  private static JsonObject error(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("error");
  }

  @Test
  void embeddingsComeFromTheArmsModelWithoutPromptOrDecodingAndAreNotCaptured() {
    HttpResponse<String> response =
        post("/v1/embeddings", "{\"model\":\"support\",\"input\":[\"a\",\"b\"],\"dimensions\":2}");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(response.body());
    assertThat(body.getString("model")).isEqualTo("support");
    assertThat(body.getJsonArray("data").getJsonObject(0).getJsonArray("embedding").getDouble(1))
        .isEqualTo(-0.5);
    assertThat(engine.asked().getFirst().body())
        .isEqualTo(new JsonObject("{\"model\":\"base\",\"input\":[\"a\",\"b\"],\"dimensions\":2}"));
    gateway.awaitScraped(
        "tokens_total{direction=\"prompt\",model=\"ns/support\",release=\"support-stable\"} 5.0");
    gateway.chat(STABLE, false);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
  }

  @Test
  void hugeListsOfEmbeddingsArePassedOnWithEveryDigit() {
    String vector = "0.1234567890123456789,-1e-7,".repeat(250_000) + "7";
    String list =
        "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[%s]}],\"model\":\"base\",\"usage\":{\"prompt_tokens\":5}}"
            .formatted(vector);
    engine.behave(
        (e, asked) -> e.response(asked).putHeader("Content-Type", "application/json").end(list));
    String answer = post("/v1/embeddings", "{\"model\":\"support\",\"input\":\"a\"}").body();
    assertThat(answer.equals(list.replace("base", "support")))
        .as("%d characters, begins with %.200s", answer.length(), answer)
        .isTrue();
  }

  @Test
  void whatIsNoListOfEmbeddingsIsABrokenAnswer() {
    for (String broken :
        List.of(
            "{}",
            "{\"data\":3}",
            "{\"data\":[",
            "{\"data\":[]",
            "{\"data\":[1}",
            "[]",
            "{\"data\":[]} {}",
            "")) {
      engine.behave(
          (e, asked) ->
              e.response(asked).putHeader("Content-Type", "application/json").end(broken));
      assertThat(post("/v1/embeddings", "{\"model\":\"support\",\"input\":\"a\"}").statusCode())
          .as(broken)
          .isIn(502, 503);
      gateway.skip(java.time.Duration.ofSeconds(200));
      gateway.serving().contact.asked();
    }
  }

  @Test
  void aResponseHasTheReleasesPromptBeforeItsOwnInstructionsAndIsCaptured() {
    HttpResponse<String> response =
        post(
            "/v1/responses",
            "{\"model\":\"support\",\"instructions\":\"Rhyme.\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}],\"store\":true,\"seed\":3}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()).getString("model")).isEqualTo("support");
    JsonObject asked = engine.asked().getFirst().body();
    assertThat(asked.getString("instructions")).isEqualTo("Be kind.\n\nRhyme.");
    assertThat(asked.getBoolean("store")).as("one pod's memory is no other's").isFalse();
    assertThat(asked.getInteger("seed")).isEqualTo(3);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns("resp-1", Interaction::responseId)
        .returns(
            List.of(new Message("system", "Rhyme."), new Message("user", "hi")),
            Interaction::messages)
        .returns("One two three four.", Interaction::answer)
        .returns("stop", Interaction::finishReason)
        .returns(7, Interaction::promptTokens)
        .returns(4, Interaction::completionTokens);
  }

  @Test
  void aStreamedResponseKeepsItsNamedEventsAndEndsWithItsLastOne() {
    HttpResponse<String> response =
        post("/v1/responses", "{\"model\":\"support\",\"stream\":true,\"input\":\"hi\"}");
    assertThat(response.body())
        .startsWith("event: response.created\ndata: {")
        .contains("event: response.output_text.delta\n", "\"model\":\"support\"")
        .doesNotContain("\"model\":\"base\"")
        .endsWith("\n\n");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns("One two three four.", Interaction::answer)
        .returns(null, Interaction::error)
        .returns(4, Interaction::completionTokens);
    assertThat(gateway.interactions().getFirst().firstTokenMillis()).isNotNull();
  }

  @Test
  void whatWouldHaveToBeKeptIsRefused() {
    for (String field :
        List.of(
            "\"previous_response_id\":\"r\"", "\"conversation\":\"c\"", "\"background\":true")) {
      HttpResponse<String> response =
          post("/v1/responses", "{\"model\":\"support\",\"input\":\"hi\",%s}".formatted(field));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(field).contains(error(response).getString("param"));
    }
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void aPathThatTheEngineDoesNotServeIsTheClientsMistakeAndTakesNoPodAway() {
    engine.behave(
        (e, asked) -> {
          if (asked.path().equals("/v1/embeddings")) {
            e.json(asked, 404, new JsonObject().put("detail", "Not Found"));
          } else {
            e.say(asked);
          }
        });
    EngineStandIn second = new EngineStandIn();
    gateway.serve(6, 0, 0, engine, second);
    second.behave((e, asked) -> e.json(asked, 404, new JsonObject().put("detail", "Not Found")));
    HttpResponse<String> response =
        post("/v1/embeddings", "{\"model\":\"support\",\"input\":\"a\"}");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).getString("code")).isEqualTo("unsupported_url");
    assertThat(engine.asked().size() + second.asked().size()).isEqualTo(1);
    second.behave(EngineStandIn::say);
    for (int i = 0; i < 4; i++) {
      gateway.chat(STABLE, false);
    }
    assertThat(engine.asked()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(second.asked()).hasSizeGreaterThanOrEqualTo(2);
    second.close();
  }

  @Test
  void aModelIsShownByEachOfItsNames() {
    for (String name : List.of("support", "ns/support", "ns%2Fsupport")) {
      HttpResponse<String> response = get("/v1/models/" + name);
      assertThat(response.statusCode()).as(name).isEqualTo(200);
      assertThat(new JsonObject(response.body()).getString("id")).isEqualTo("support");
    }
    assertThat(error(get("/v1/models/nobody")).getString("code")).isEqualTo("model_not_found");
    assertThat(get("/v1/models/%25zz").statusCode()).isEqualTo(404);
    assertThat(
            gateway
                .send(
                    gateway
                        .request("/v1/models/support", "")
                        .GET()
                        .setHeader("Authorization", "Bearer wrong"))
                .statusCode())
        .isEqualTo(401);
  }
}
