package io.homeostat.operator.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.frame.VerdictStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of the verdict endpoint with Argo Rollouts and Flagger. */
class VerdictServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String CANARY = "/v1/verdicts/team/fix";
  private static final String ROLLOUT = "/v1/rollouts/team/llm?podTemplateHash=6b8d";

  /** As Flagger posts it to every webhook (its documentation, page Webhooks). */
  private static final String PAYLOAD =
      "{\"name\":\"llm\",\"namespace\":\"team\",\"phase\":\"Progressing\",\"checksum\":\"85d557f47b\","
          + "\"metadata\":{\"test\":\"all\",\"token\":\"16688eb5e9f289f1991c\"}}";

  private final List<CanaryRelease> canaries = new ArrayList<>();
  private final VerdictStore said = new VerdictStore();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile boolean ready = true;
  private volatile boolean broken;
  private VerdictServer server;

  @BeforeEach
  void start() {
    server =
        VerdictServer.start(
            0,
            new Verdicts(
                () -> {
                  if (broken) {
                    throw new IllegalStateException("no cache");
                  }
                  return List.copyOf(canaries).stream();
                },
                said,
                Clock.fixed(NOW, ZoneOffset.UTC)),
            () -> ready);
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private void canary(String name, String created, String state, String reason, String more) {
    canaries.add(
        Serialization.unmarshal(
            """
            apiVersion: homeostat.io/v1alpha1
            kind: CanaryRelease
            metadata: {name: %s, namespace: team, uid: uid-1, generation: 1, creationTimestamp: "%s"}
            spec:
              modelServiceRef: {name: support}
              candidateRef: {name: support-1}
              plan: {parkAfterSeconds: 60}
              actuator: {argoRollout: {name: llm}}
            status:
              observedGeneration: 1
              state: %s
              planDigest: digest
              message: evidence in words
              rollout: {name: llm, podTemplateHash: 6b8d}
              conditions: [{type: Succeeded, status: Unknown, reason: %s}]
              %s
            """
                .formatted(name, created, state, reason, more),
            CanaryRelease.class));
  }

  private void canary(String state, String reason) {
    canary("fix", "2026-11-21T09:00:00Z", state, reason, "");
  }

  private void monitor(String uid, String digest, String decision, int secondsAgo) {
    said.put(
        new CanaryVerdict(
            1,
            "team/fix",
            uid,
            "team/support",
            NOW.minusSeconds(secondsAgo).toEpochMilli(),
            "f",
            digest,
            decision,
            "AllGatesPassed",
            "better",
            300,
            300,
            List.of()));
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("expected JSON, found " + answer.body(), e);
    }
  }

  private String verdict(String path) {
    HttpResponse<String> answer = send("GET", path, null);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode said = json(answer);
    assertThat(said.path("reason").asText()).isNotEmpty();
    assertThat(said.path("message").asText()).isNotEmpty();
    return said.path("verdict").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "Promoted,RolloutPromoted,pass",
    "Baking,Baking,pass",
    "RolledBack,Breach,fail",
    "Aborted,AbortedByIntervention,fail",
    "Completed,DryRunPassed,pass",
    "Completed,DryRunFailed,fail",
    "Completed,DeadlineExceeded,hold",
    "Superseded,SupersededByChange,hold",
    "Waiting,WaitingForSlot,hold",
    "Progressing,Testing,hold",
    "Progressing,Inconclusive,hold",
    "Paused,ReviewNeeded,hold",
    "Progressing,AllGatesPassed,hold",
  })
  void theVerdictFollowsTheCanary(String state, String reason, String verdict) {
    canary(state, reason);

    assertThat(verdict(CANARY)).isEqualTo(verdict);
    assertThat(verdict(ROLLOUT)).isEqualTo(verdict);
  }

  @Test
  void allGatesPassedCountsOnlyWhileTheMonitorSaysSoOfThisCanary() {
    canary("Progressing", "AllGatesPassed");
    monitor("another", "digest", "Promote", 1);
    assertThat(verdict(CANARY)).isEqualTo("hold");
    said.remove("team/support|Canary|team/fix");
    monitor("uid-1", "another", "Promote", 1);
    assertThat(verdict(CANARY)).isEqualTo("hold");
    said.remove("team/support|Canary|team/fix");
    monitor("uid-1", "digest", "Promote", 61);
    assertThat(verdict(CANARY)).as("stale").isEqualTo("hold");
    monitor("uid-1", "digest", "Promote", 5);
    assertThat(verdict(CANARY)).isEqualTo("pass");
  }

  @Test
  void everyDoubtHolds() {
    assertThat(verdict(CANARY)).as("unknown").isEqualTo("hold");
    assertThat(verdict("/v1/rollouts/team/llm")).as("no hash").isEqualTo("hold");
    canary("Promoted", "RolloutPromoted");
    assertThat(verdict("/v1/rollouts/team/llm?podTemplateHash=other")).isEqualTo("hold");
    assertThat(verdict("/v1/verdicts/other/fix")).isEqualTo("hold");
    ready = false;
    assertThat(verdict(CANARY)).as("caches are not read").isEqualTo("hold");
  }

  @Test
  void aStatusOfAnOlderSpecHolds() {
    canary("fix", "2026-11-21T09:00:00Z", "Promoted", "RolloutPromoted", "");
    canaries.getFirst().getMetadata().setGeneration(2L);

    assertThat(verdict(CANARY)).isEqualTo("hold");
  }

  @Test
  void theYoungestCanaryOfARolloutSpeaks() {
    canary("old", "2026-11-21T08:00:00Z", "RolledBack", "Breach", "");
    canary("fix", "2026-11-21T09:00:00Z", "Waiting", "WaitingForRollout", "");

    assertThat(verdict(ROLLOUT)).isEqualTo("hold");
  }

  @Test
  void onlyAFailureOfTheEndpointIsNoSuccessAndItIsJsonToo() {
    broken = true;
    HttpResponse<String> failed = send("GET", CANARY, null);
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(json(failed).path("error").asText()).isNotEmpty();
    for (String path : List.of("/", "/v1", "/v1/verdicts/team", "/v2/verdicts/team/fix", "/x")) {
      HttpResponse<String> missing = send("GET", path, null);
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(json(missing).path("error").asText()).contains("/v1/verdicts/");
    }
    assertThat(json(send("PUT", CANARY, "{}")).path("error").asText()).contains("expected GET");
  }

  @ParameterizedTest
  @CsvSource({
    "RolledBack,Breach,409,409,200",
    "Progressing,Testing,409,200,409",
    "Promoted,BakeCompleted,200,200,409",
  })
  void flaggerReadsTheStatus(
      String state, String reason, int confirmPromotion, int rollout, int rollback) {
    canary(state, reason);
    String hook = "/v1/flagger/team/fix";

    assertThat(send("POST", hook, PAYLOAD).statusCode()).isEqualTo(confirmPromotion);
    assertThat(send("POST", hook + "/confirm-promotion", PAYLOAD).statusCode())
        .isEqualTo(confirmPromotion);
    assertThat(send("POST", hook + "/rollout", PAYLOAD).statusCode()).isEqualTo(rollout);
    HttpResponse<String> back = send("POST", hook + "/rollback", PAYLOAD);
    assertThat(back.statusCode()).isEqualTo(rollback);
    assertThat(json(back).path("reason").asText()).isEqualTo(reason);
    assertThat(send("GET", hook, null).statusCode()).isEqualTo(405);
    assertThat(send("POST", hook + "/other", PAYLOAD).statusCode()).isEqualTo(404);
  }
}
