package io.homeostat.scorer.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec.Custom;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.custom.CustomScorers.Reply;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomScorersTest {
  private static final ScoringPolicy POLICY = Policies.of("scorers: {lexical: {}}");

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CustomScorers scorers =
      new CustomScorers(
          (namespace, key) ->
              key.name().equals("known") ? Optional.of(namespace + "-token") : Optional.empty());
  private HttpServer server;
  private volatile int status = 200;
  private volatile String reply = "{\"score\": 0.25}";
  private volatile boolean held;
  private volatile JsonNode asked;
  private volatile String authorization;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          asked = new ObjectMapper().readTree(exchange.getRequestBody());
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          if (held) {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          running.decrementAndGet();
          byte[] body = reply.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
  }

  @Test
  void itIsAskedWithTheAnswerAndWhatItCanBeCheckedAgainst() throws Exception {
    Reply got =
        scorers.ask(
            scorer(url(), new KeyRef("known", "key"), 30, 4),
            POLICY,
            Asked.question("Where?").answer("Here.").context("There.").subject());
    assertThat(got).isEqualTo(new Reply(.25, null));
    assertThat(asked.path("question").asText()).isEqualTo("Where?");
    assertThat(asked.path("answer").asText()).isEqualTo("Here.");
    assertThat(asked.path("context").path(0).asText()).isEqualTo("There.");
    assertThat(asked.path("reference").isNull()).isTrue();
    assertThat(authorization).isEqualTo("Bearer ns-token");
  }

  @Test
  void whateverGoesWrongIsMissingNeverAScore() throws Exception {
    reply = "{\"score\": 1.5}";
    assertThat(ask(url()).missing()).isEqualTo("ScorerAnswerUnusable");
    reply = "{\"score\": \"1\"}";
    assertThat(ask(url()).missing()).isEqualTo("ScorerAnswerUnusable");
    reply = "<html>";
    assertThat(ask(url()).missing()).isEqualTo("ScorerAnswerUnusable");
    reply = "{\"score\": 0.5, \"rest\": \"" + "x".repeat(100_000) + "\"}";
    assertThat(ask(url()).missing()).isEqualTo("ScorerSilent");
    reply = "{\"score\": 0.5}";
    status = 500;
    assertThat(ask(url()).missing()).isEqualTo("ScorerRefused");
    status = 302;
    assertThat(ask(url()).missing()).isEqualTo("ScorerRefused");
    status = 200;
    assertThat(ask("http://169.254.169.254/latest").missing()).isEqualTo("AddressRefused");
    assertThat(ask("http://127.0.0.1:1/").missing()).isEqualTo("ScorerSilent");
    Custom without = scorer(url(), new KeyRef("unknown", "key"), 30, 4);
    assertThat(scorers.ask(without, POLICY, Asked.answered("a").subject()).missing())
        .isEqualTo("CredentialsMissing");
    held = true;
    assertThat(scorers.ask(scorer(url(), null, 1, 4), POLICY, Asked.answered("a").subject()))
        .isEqualTo(Reply.none("ScorerSilent"));
  }

  @Test
  void noMoreThanTheDeclaredNumberIsAskedAtATime() throws Exception {
    Custom two = scorer(url(), null, 30, 2);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      callers.submit(() -> scorers.ask(two, POLICY, Asked.answered("a").subject())))
              .toList();
      for (var one : replies) {
        assertThat(one.get().score()).isEqualTo(.25);
      }
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  private Reply ask(String url) throws InterruptedException {
    return scorers.ask(scorer(url, null, 30, 4), POLICY, Asked.answered("a").subject());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/score";
  }

  private static Custom scorer(String url, KeyRef secret, int timeout, int concurrency) {
    return new Custom("mine", url, secret, "0.5", timeout, concurrency);
  }
}
