package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that speaks no proper HTTP, or no proper stream, in ways from fixed seeds. */
@Timeout(480)
class EngineFuzzTest {
  private static final String EVENT =
      "data: {\"id\":\"c\",\"model\":\"base\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße\"}}]}\n\n";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String STABLE = RunningGateway.sessionAt(500, 1000);

  private final Vertx vertx = Vertx.vertx();
  private final RunningGateway gateway =
      new RunningGateway(new Deadlines(3_000, 3_000, 3_000, 3_000, 600_000, 3_000, 600_000));
  private volatile Consumer<NetSocket> behaviour;

  @BeforeEach
  void serve() {
    NetServer engine =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(asked -> behaviour.accept(socket)));
    engine.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    Arm arm = new Arm("support-stable", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED);
    gateway.publishEngines(
        new Plan(1, "salt", List.of(arm)),
        Content.FULL,
        List.of(new EnginePod("127.0.0.1", engine.actualPort())));
  }

  @AfterEach
  void nothingIsHeld() {
    await().untilAsserted(() -> assertThat(gateway.serving().admission.requests()).isZero());
    assertThat(gateway.serving().open.of("ns/support")).isEmpty();
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void assertFailsInShape(boolean stream, String what) {
    HttpResponse<String> response = gateway.chat(STABLE, stream);
    String body = response.body();
    if (response.statusCode() == 200) {
      assertThat(stream).as("%s: only a stream that began can break off", what).isTrue();
      body = body.substring(body.lastIndexOf("data: ") + 6);
    } else {
      assertThat(response.statusCode()).as(what).isBetween(500, 504);
    }
    JsonObject error = new JsonObject(body).getJsonObject("error");
    assertThat(error.getString("type")).as(what).isEqualTo("server_error");
    assertThat(error.getString("message")).doesNotContain("Exception", "\tat ");
    gateway.skip(Duration.ofSeconds(200));
    gateway.serving().contact.asked();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 99999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 301 Moved\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n"
      })
  void whatIsNoAnswerIsAnErrorOnOurSide(String raw) {
    behaviour = socket -> socket.write(raw).onComplete(written -> socket.close());
    assertFailsInShape(false, raw);
    assertFailsInShape(true, raw);
  }

  @Test
  void headsThatNeverEndAreGivenUp() {
    behaviour =
        socket -> {
          socket.write("HTTP/1.1 200 OK\r\n");
          vertx.setPeriodic(5, tick -> socket.write("X-More: " + "y".repeat(1_000) + "\r\n"));
        };
    assertFailsInShape(false, "endless head");
    behaviour =
        socket -> vertx.setPeriodic(5, tick -> socket.write("HTTP/1.1 100 Continue\r\n\r\n"));
    assertFailsInShape(true, "endless interim answers");
  }

  @Test
  void aStreamOfCommentsIsNoSignOfLife() {
    behaviour =
        socket -> {
          socket.write(STREAM);
          vertx.setPeriodic(100, tick -> socket.write(chunk(": still thinking\n\n")));
        };
    HttpResponse<String> response = gateway.chat(STABLE, true);
    assertThat(response.statusCode()).isEqualTo(504);
  }

  @Test
  void damagedStreamsEndWithAnErrorEventOrWhatWasMeant() {
    Random random = new Random(17);
    for (int round = 0; round < 80; round++) {
      StringBuilder events = new StringBuilder(EVENT.repeat(3) + "data: [DONE]\n\n");
      for (int i = 0; i <= random.nextInt(4); i++) {
        int place = random.nextInt(events.length());
        switch (random.nextInt(5)) {
          case 0 -> events.setCharAt(place, (char) random.nextInt(256));
          case 1 -> events.setLength(Math.max(1, place));
          case 2 -> events.insert(place, "\r\n\r\n");
          case 3 -> events.insert(place, "event: error\ndata: {\"error\":{}}\n\n");
          default -> events.insert(place, "\u0000\ud83d".repeat(random.nextInt(20)));
        }
      }
      byte[] bytes = events.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      int cut = random.nextInt(bytes.length);
      behaviour =
          socket -> {
            socket.write(STREAM);
            socket.write(chunk(Buffer.buffer(bytes).slice(0, cut)));
            socket.write(chunk(Buffer.buffer(bytes).slice(cut, bytes.length)));
            socket.write("0\r\n\r\n").onComplete(written -> socket.close());
          };
      HttpResponse<String> response = gateway.chat(STABLE, true);
      String what = "seed 17, round %d: %s".formatted(round, response.body());
      if (response.statusCode() == 200) {
        String[] sent = response.body().strip().split("\n\n");
        assertThat(sent[sent.length - 1]).as(what).matches("(?s)data: (\\[DONE]|\\{\"error\".*)");
      } else {
        assertThat(response.statusCode()).as(what).isIn(502, 503);
      }
      assertThat(response.body()).as(what).doesNotContain("Exception", "\tat ");
      gateway.skip(Duration.ofSeconds(200));
      gateway.serving().contact.asked();
    }
  }

  private static Buffer chunk(String text) {
    return chunk(Buffer.buffer(text));
  }

  private static Buffer chunk(Buffer content) {
    return content.length() == 0
        ? Buffer.buffer()
        : Buffer.buffer(Integer.toHexString(content.length()) + "\r\n")
            .appendBuffer(content)
            .appendString("\r\n");
  }
}
