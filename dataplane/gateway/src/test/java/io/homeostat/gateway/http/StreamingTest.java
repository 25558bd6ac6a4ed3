package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class StreamingTest {
  private final EngineStandIn engine = new EngineStandIn();
  private final RunningGateway gateway =
      new RunningGateway(new Deadlines(8_000, 8_000, 8_000, 8_000, 600_000, 8_000, 600_000));

  @AfterEach
  void stop() {
    gateway.close();
    engine.close();
  }

  private Socket open(boolean stream) throws Exception {
    String body =
        "{\"model\":\"support\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(stream);
    Socket socket = new Socket("127.0.0.1", gateway.port());
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(RunningGateway.DESK, body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void aPieceReachesTheClientBeforeTheEngineMakesTheNext() throws Exception {
    gateway.serve(1, 0, 0, engine);
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "first");
        });
    HttpResponse<InputStream> response =
        gateway
            .client()
            .send(
                gateway
                    .request(
                        "/v1/chat/completions",
                        "{\"model\":\"support\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    byte[] piece = new byte[4096];
    int read = response.body().read(piece);
    assertThat(new String(piece, 0, read, StandardCharsets.UTF_8)).contains("first");
    EngineStandIn.Asked asked = engine.asked().getFirst();
    engine.later(
        0,
        () -> {
          engine.chunk(asked, "second");
          engine.endStream(asked);
        });
    assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("second")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void aClientThatLeavesStopsTheEngineAndIsNotRecorded() throws Exception {
    gateway.serve(1, 0, 0, engine);
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "first");
        });
    try (Socket socket = open(true)) {
      assertThat(socket.getInputStream().read()).isPositive();
    }
    await().untilAsserted(() -> assertThat(engine.cancelled()).isEqualTo(1));
    try (Socket socket = open(false)) {
      await().untilAsserted(() -> assertThat(engine.asked()).hasSize(2));
    }
    await().untilAsserted(() -> assertThat(engine.cancelled()).isEqualTo(2));
    await().untilAsserted(() -> assertThat(gateway.serving().open.of("ns/support")).isEmpty());
    await().untilAsserted(() -> assertThat(gateway.serving().admission.requests()).isZero());
    assertThat(gateway.interactions()).isEmpty();
    gateway.awaitScraped("status=\"cancelled\"} 2.0");
  }

  @Test
  void aClientThatReadsSlowlySlowsTheEngineDownInsteadOfFillingTheGateway() throws Exception {
    gateway.serve(1, 0, 0, engine);
    AtomicInteger written = new AtomicInteger();
    String piece = "x".repeat(10_000);
    int pieces = 4_000;
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          writeWhileThereIsRoom(asked, written, piece, pieces);
        });
    try (Socket socket = open(true)) {
      await()
          .pollDelay(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(written.get()).isPositive());
      int stuckAt = written.get();
      assertThat(stuckAt).as("40 MB do not fit into sockets and queues").isLessThan(pieces);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      String tail = "";
      while (!tail.contains("[DONE]")) {
        int read = in.read(buffer);
        assertThat(read).isPositive();
        total += read;
        tail =
            new String(buffer, Math.max(0, read - 40), Math.min(40, read), StandardCharsets.UTF_8);
      }
      assertThat(total).isGreaterThan(40_000_000L);
    }
  }

  private void writeWhileThereIsRoom(
      EngineStandIn.Asked asked, AtomicInteger written, String piece, int pieces) {
    while (written.get() < pieces && !engine.response(asked).writeQueueFull()) {
      engine.chunk(asked, piece);
      written.incrementAndGet();
    }
    if (written.get() < pieces) {
      engine
          .response(asked)
          .drainHandler(drained -> writeWhileThereIsRoom(asked, written, piece, pieces));
    } else if (!engine.response(asked).ended()) {
      engine.endStream(asked);
    }
  }

  @Test
  void aClientThatDoesNotReadAtAllLosesItsConnection() throws Exception {
    gateway.serve(1, 0, 0, engine);
    AtomicInteger written = new AtomicInteger();
    engine.behave(
        (e, asked) -> {
          e.beginStream(asked);
          writeWhileThereIsRoom(asked, written, "x".repeat(10_000), 4_000);
        });
    try (Socket socket = open(true)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(engine.cancelled()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(gateway.serving().open.of("ns/support")).isEmpty());
      assertThat(socket.isClosed()).isFalse();
    }
  }
}
