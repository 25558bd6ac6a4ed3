package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.gateway.access.ApiKeys;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class KeyRightsTest {
  private static final String CHAT =
      "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

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

  private void accept(String rights) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(RunningGateway.DESK.getBytes(StandardCharsets.UTF_8));
    String entry = "sha256:" + HexFormat.of().formatHex(digest) + "\n" + rights;
    gateway.serving().accept(new ApiKeys(Map.of("desk-1", entry), false));
  }

  private HttpResponse<String> ask(String more) {
    return gateway.send(gateway.request("/v1/chat/completions", CHAT.formatted(more)));
  }

  private HttpResponse<String> rate(String text) {
    return gateway.send(
        gateway.request("/v1/feedback", "{\"id\":\"x\",\"model\":\"support\"," + text + "}"));
  }

  private HttpResponse<String> models() {
    return gateway.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/models"))
            .header("Authorization", "Bearer " + RunningGateway.DESK));
  }

  private static JsonObject error(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("error");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @Test
  void aKeyReachesAndSeesOnlyItsModels() throws Exception {
    accept("models: other/*");
    HttpResponse<String> refused = ask("");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(error(refused).getString("code")).isEqualTo("model_not_allowed");
    assertThat(error(refused).getString("type")).isEqualTo("permission_error");
    assertThat(rate("\"rating\":1").statusCode()).isEqualTo(404);
    assertThat(new JsonObject(models().body()).getJsonArray("data")).isEmpty();
    assertThat(engine.asked()).isEmpty();
    accept("models: other/*, ns/sup*");
    assertThat(ask("").statusCode()).as("from the next request on").isEqualTo(200);
    assertThat(new JsonObject(models().body()).getJsonArray("data")).hasSize(1);
  }

  @Test
  void moreRequestsThanTheKeyMayAreRefusedAsOpenAiDoes() throws Exception {
    accept("requests-per-minute: 2");
    HttpResponse<String> first = ask("");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
    assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
    assertThat(header(first, "x-ratelimit-reset-requests")).isIn("30s", "29s");
    assertThat(header(first, "x-ratelimit-limit-tokens")).isNull();
    ask("");
    HttpResponse<String> refused = ask("");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(error(refused).getString("type")).isEqualTo("requests");
    assertThat(error(refused).getString("code")).isEqualTo("rate_limit_exceeded");
    assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(1, 30);
    assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
    assertThat(engine.asked()).hasSize(2);
    gateway.skip(Duration.ofSeconds(30));
    assertThat(ask("").statusCode()).isEqualTo(200);
    assertThat(gateway.plans()).as("nothing stays open").contains("\"open\":{}");
  }

  @Test
  void tokensAreChargedAsTheEngineCountsThem() throws Exception {
    accept("tokens-per-minute: 1000");
    HttpResponse<String> first = ask(",\"max_tokens\":900");
    assertThat(Integer.parseInt(header(first, "x-ratelimit-remaining-tokens"))).isLessThan(100);
    awaitEnded(1);
    HttpResponse<String> second = ask(",\"stream\":true");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(Integer.parseInt(header(second, "x-ratelimit-remaining-tokens")))
        .as("10 were used, about 20 are estimated for this one")
        .isBetween(950, 985);
    engine.behave(
        (e, asked) ->
            e.json(
                asked,
                200,
                new JsonObject(
                    "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":5000,\"completion_tokens\":1}}")));
    ask("");
    awaitEnded(3);
    HttpResponse<String> refused = ask("");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(error(refused).getString("type")).isEqualTo("tokens");
  }

  private void awaitEnded(int requests) {
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(requests));
  }

  @Test
  void aKeyThatMayNamesTheReleaseWhichIsNotCompared() throws Exception {
    accept("may-name-release: true");
    HttpRequest.Builder named =
        gateway
            .request("/v1/chat/completions", CHAT.formatted(""))
            .header("x-homeostat-release", "support-candidate");
    HttpResponse<String> answer = gateway.send(named);
    assertThat(answer.body()).contains("answer of repair");
    assertThat(header(answer, "x-homeostat-release")).isEqualTo("support-candidate");
    ask("");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions())
        .extracting(Interaction::id)
        .doesNotContain(header(answer, "x-homeostat-interaction"));
    accept("may-name-release: false");
    assertThat(gateway.send(named).statusCode()).isEqualTo(403);
  }

  @Test
  void feedbackIsHeldToTheRightsOfTheKey() throws Exception {
    accept("feedback-per-minute: 1");
    assertThat(rate("\"rating\":1").statusCode()).isEqualTo(202);
    HttpResponse<String> tooEarly = rate("\"rating\":1");
    assertThat(tooEarly.statusCode()).isEqualTo(429);
    assertThat(error(tooEarly).getString("type")).isEqualTo("feedback");
    assertThat(header(tooEarly, "retry-after")).isIn("60", "59");
    accept("feedback-per-minute: 0");
    HttpResponse<String> refused = rate("\"rating\":1");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(error(refused).getString("code")).isEqualTo("feedback_not_allowed");
    await().untilAsserted(() -> assertThat(gateway.captured(Feedback.class)).hasSize(1));
    assertThat(gateway.captured(Feedback.class).getFirst().source()).isEqualTo("desk-1");
  }

  @Test
  void feedbackThatIsTooLargeIsRefused() {
    String text = "x".repeat(64 * 1024 + 1);
    HttpResponse<String> refused = rate("\"correction\":\"" + text + "\"");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(rate("\"correction\":\"" + "x".repeat(1024 * 1024) + "\"").statusCode())
        .isEqualTo(413);
  }

  @Test
  void aKeyThatIsTakenAwayIsRefusedFromTheNextRequestOn() {
    assertThat(ask("").statusCode()).isEqualTo(200);
    gateway.serving().accept(new ApiKeys(Map.of("desk-1", "another key"), false));
    assertThat(ask("").statusCode()).isEqualTo(401);
  }
}
