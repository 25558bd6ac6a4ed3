package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.SecretKey;
import io.homeostat.gateway.support.Certificate;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that an API of somebody else serves, encrypted and with a key of its own. */
class ForeignEngineTest {
  private static final SecretKey SECRET = new SecretKey("ns", "hosted", "token");
  private static Certificate certificate;

  private final EngineStandIn hosted = new EngineStandIn(certificate);
  private final EngineStandIn own = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) {
    certificate = Certificate.in(folder);
  }

  @AfterEach
  void close() {
    gateway.close();
    hosted.close();
    own.close();
  }

  private static Arm arm(String release, Role role, int weight, String model, String pool) {
    return new Arm(release, role, weight, model, "Be kind.", Sampling.AS_REQUESTED, pool, 0);
  }

  private EnginePod encrypted(String authorities, SecretKey secret) {
    return new EnginePod(
        "localhost",
        hosted.pod().port(),
        "hosted",
        new EnginePod.Remote(true, "/api/v1", authorities),
        secret);
  }

  private void serve(EnginePod engine) {
    Plan plan =
        new Plan(1, "salt", List.of(arm("support-a", Role.STABLE, 1000, "big-1", "hosted")));
    gateway.publishEngines(plan, Content.FULL, List.of(engine));
  }

  @Test
  void aHostedApiIsCalledEncryptedWithItsOwnKeyPathAndModelName() {
    serve(encrypted(certificate.pem(), SECRET));
    gateway.serving().engineKeys().accept(Map.of(SECRET, "sk-hosted"));

    var plain = gateway.chat("one", false);
    var stream = gateway.chat("one", true);

    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.body()).contains("answer of big-1");
    assertThat(stream.body()).contains("answer ").contains("[DONE]");
    assertThat(hosted.asked())
        .hasSize(2)
        .allSatisfy(
            asked -> {
              assertThat(asked.path()).isEqualTo("/api/v1/chat/completions");
              assertThat(asked.authorization()).isEqualTo("Bearer sk-hosted");
              assertThat(asked.model()).isEqualTo("big-1");
              assertThat(
                      asked.body().getJsonArray("messages").getJsonObject(0).getString("content"))
                  .isEqualTo("Be kind.");
            });
  }

  @Test
  void whileItsKeyIsUnknownNothingIsSent() {
    serve(encrypted(certificate.pem(), SECRET));

    var answer = gateway.chat("one", false);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("EngineDenied");
    assertThat(hosted.asked()).isEmpty();
  }

  @Test
  void anEndpointThatNobodyVouchesForGetsNoRequest() {
    serve(encrypted(null, null));

    assertThat(gateway.chat("one", false).statusCode()).isEqualTo(503);
    assertThat(hosted.asked()).isEmpty();
  }

  @Test
  void anEndpointWithoutAKeyGetsNone() {
    serve(
        new EnginePod(
            "127.0.0.1",
            own.pod().port(),
            "hosted",
            new EnginePod.Remote(false, "/v1", null),
            null));

    assertThat(gateway.chat("one", false).statusCode()).isEqualTo(200);
    assertThat(own.asked().getFirst().authorization()).isNull();
    assertThat(own.asked().getFirst().path()).isEqualTo("/v1/chat/completions");
  }

  @Test
  void anEndpointThatFailsAsCandidateIsAnsweredForByStablesPods() {
    hosted.behave((engine, asked) -> engine.error(asked, 500, "out of order"));
    Plan plan =
        new Plan(
            1,
            "salt",
            List.of(
                arm("support-a", Role.STABLE, 0, "base", "engine"),
                arm("support-b", Role.CANDIDATE, 1000, "big-1", "hosted")));
    gateway.publishEngines(
        plan, Content.FULL, List.of(own.pod(), encrypted(certificate.pem(), null)));

    var answer = gateway.chat("one", false);

    assertThat(hosted.asked()).isNotEmpty();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("answer of base");
    assertThat(own.asked().getFirst().authorization())
        .isEqualTo("Bearer " + RunningGateway.KEYS.engine(RunningGateway.UID));
  }

  @Test
  void podsOfOthersAreCalledWithTheKeyThatTheirPoolNames() {
    gateway.publishEngines(
        new Plan(2, "salt", List.of(arm("support-a", Role.STABLE, 1000, "llama", "engine"))),
        Content.FULL,
        List.of(own.pod().withSecret(SECRET)));
    gateway.serving().engineKeys().accept(Map.of(SECRET, "their-key"));

    assertThat(gateway.chat("one", false).statusCode()).isEqualTo(200);
    assertThat(own.asked().getFirst().authorization()).isEqualTo("Bearer their-key");
  }

  @Test
  void aShadowAtAHostedApiGetsTheKeyOfThatApiAndWithoutOneNothing() {
    Arm shadow =
        new Arm("support-b", Role.SHADOW, 0, "big-1", "", Sampling.AS_REQUESTED, "hosted", 1000);
    gateway.publishEngines(
        new Plan(1, "salt", List.of(arm("support-a", Role.STABLE, 1000, "base", "engine"), shadow)),
        Content.FULL,
        List.of(own.pod(), encrypted(certificate.pem(), SECRET)));
    assertThat(gateway.chat("one", false).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(2));
    assertThat(gateway.interactions())
        .extracting(Interaction::error)
        .containsOnlyOnce("EngineDenied");
    assertThat(hosted.asked()).isEmpty();
    gateway.serving().engineKeys().accept(Map.of(SECRET, "sk-hosted"));
    assertThat(gateway.chat("two", false).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(hosted.asked()).hasSize(1));
    assertThat(hosted.asked().getFirst().authorization()).isEqualTo("Bearer sk-hosted");
  }
}
