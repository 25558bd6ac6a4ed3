package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class PlanChangeTest {
  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private String release(String session) {
    HttpResponse<String> response = gateway.chat(session, false);
    assertThat(response.statusCode()).isEqualTo(200);
    return response.headers().firstValue("x-homeostat-release").orElseThrow();
  }

  @Test
  void whileTheWeightRisesNoSessionLeavesTheCandidateAndNoRequestFails() {
    gateway.serve(1, 0, 0, engine);
    Clients clients = new Clients();
    try (clients) {
      for (int weight = 100; weight <= 1000; weight += 100) {
        gateway.serve(1 + weight, weight, 0, engine);
        clients.awaitRound();
      }
    }
    assertThat(clients.wasCandidate.keySet())
        .isNotEmpty()
        .allSatisfy(session -> assertThat(release(session)).isEqualTo("support-candidate"));
  }

  /** Clients that ask in their sessions again and again until they are closed. */
  private final class Clients implements AutoCloseable {
    private static final int COUNT = 8;
    private static final int SESSIONS = 20;

    private final Map<String, Boolean> wasCandidate = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean(true);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Void>> all =
        IntStream.range(0, COUNT)
            .mapToObj(client -> CompletableFuture.runAsync(() -> ask(client), executor))
            .toList();

    private void ask(int client) {
      for (int i = 0; asking.get(); i++) {
        String session = "c" + client + "-" + i % SESSIONS;
        boolean candidate = release(session).equals("support-candidate");
        assertThat(candidate || !wasCandidate.getOrDefault(session, false))
            .as(session + " left the candidate")
            .isTrue();
        wasCandidate.put(session, candidate);
        answers.incrementAndGet();
      }
    }

    /** Waits for as many more answers as there are sessions, or for a client that failed. */
    void awaitRound() {
      int round = answers.get() + COUNT * SESSIONS;
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(
              () ->
                  answers.get() >= round
                      || all.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
    }

    @Override
    public void close() {
      asking.set(false);
      executor.close();
      all.forEach(CompletableFuture::join);
    }
  }

  @Test
  void theOperatorSeesTheAppliedRevisionAndTheOpenRequestsOfEachRelease() throws Exception {
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "first");
        });
    gateway.serve(4, 500, 0, engine);
    assertThat(new JsonObject(gateway.plans()))
        .isEqualTo(new JsonObject("{\"ns/support\":{\"revision\":4,\"open\":{}}}"));
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(() -> gateway.chat(RunningGateway.sessionAt(0, 500), true));
    await()
        .untilAsserted(
            () ->
                assertThat(new JsonObject(gateway.plans()))
                    .isEqualTo(
                        new JsonObject(
                            "{\"ns/support\":{\"revision\":4,\"open\":{\"support-candidate\":1}}}")));
    gateway.serve(5, 0, 0, engine);
    assertThat(new JsonObject(gateway.plans()).getJsonObject("ns/support"))
        .as("a rollback is applied at once and its last request still counts")
        .isEqualTo(new JsonObject("{\"revision\":5,\"open\":{\"support-candidate\":1}}"));
    engine.later(0, () -> engine.endStream(engine.asked().getFirst()));
    assertThat(running.get().statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(new JsonObject(gateway.plans()))
                    .isEqualTo(new JsonObject("{\"ns/support\":{\"revision\":5,\"open\":{}}}")));
  }

  @Test
  void withoutTheOperatorForTwoMinutesTheCandidatesShareIsStables() {
    gateway.serve(1, 1000, 0, engine);
    assertThat(release("s")).isEqualTo("support-candidate");
    gateway.skip(Duration.ofSeconds(119));
    assertThat(release("s")).isEqualTo("support-candidate");
    gateway.skip(Duration.ofSeconds(2));
    assertThat(release("s")).isEqualTo("support-stable");
    gateway.plans();
    assertThat(release("s")).isEqualTo("support-candidate");
  }

  @Test
  void duringABakeTheHoldbackKeepsTheOldStable() {
    gateway.serve(1, 0, 100, engine);
    assertThat(release(RunningGateway.sessionAt(900, 1000))).isEqualTo("support-old");
    assertThat(release(RunningGateway.sessionAt(0, 900))).isEqualTo("support-stable");
  }

  @Test
  void aDrainingGatewayFinishesWhatIsOpenAndSendsClientsElsewhere() throws Exception {
    gateway.serve(1, 0, 0, engine);
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "first");
          e.later(600, () -> e.endStream(asked));
        });
    CompletableFuture<HttpResponse<String>> open =
        CompletableFuture.supplyAsync(() -> gateway.chat("s", true));
    await().untilAsserted(() -> assertThat(engine.asked()).hasSize(1));
    gateway.serving().drain();
    assertThat(gateway.chat("late", true))
        .satisfies(
            late -> {
              assertThat(late.statusCode()).isEqualTo(200);
              assertThat(late.headers().firstValue("connection")).contains("close");
            });
    CompletableFuture<HttpResponse<String>> second =
        CompletableFuture.supplyAsync(() -> gateway.chat("s2", true));
    await().untilAsserted(() -> assertThat(engine.asked()).hasSize(3));
    gateway.close();
    assertThat(open.get().body()).endsWith("data: [DONE]\n\n");
    assertThat(second.get().body()).endsWith("data: [DONE]\n\n");
    assertThat(gateway.interactions()).hasSize(3);
  }
}
