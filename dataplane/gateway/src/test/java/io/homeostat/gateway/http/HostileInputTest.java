package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class HostileInputTest extends HostileClients {
  private static final int UNTIL_CLOSED = 60_000;

  HostileInputTest() {
    super(600_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "[]",
        "\"x\"",
        "{",
        "}",
        "{\"model\"}",
        "{\"model\":\"support\"}",
        "{\"model\":\"support\",\"messages\":\"hi\"}",
        "{\"model\":{\"$ne\":1},\"messages\":[]}",
        "{\"model\":\"../../support\",\"messages\":[{\"role\":\"user\"}]}",
        "{\"model\":\"support\\u0000\",\"messages\":[{\"role\":\"user\"}]}",
        "{\"model\":\"support\",\"messages\":[null]}",
        "{\"model\":\"support\",\"messages\":[[]]}",
        "{\"model\":\"support\",\"messages\":[{\"role\":7}]}",
        "{\"model\":\"support\",\"stream\":\"true\",\"messages\":[{\"role\":\"user\"}]}",
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\"}]}",
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\"}],\"metadata\":7}",
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\"}]} {}",
        "<xml/>",
        "model=support",
        "\u0000\u0001\u0002",
        "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",}]}",
        "NaN",
        "{\"model\":\"support\",\"temperature\":NaN,\"messages\":[{\"role\":\"user\"}]}"
      })
  void aBodyThatIsNoRequestGetsAClientErrorInOpenAisShape(String body) {
    HttpResponse<String> response = gateway.send(gateway.request("/v1/chat/completions", body));
    assertThat(response.statusCode()).isBetween(400, 499);
    isAnErrorInOpenAisShape(response.body());
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8GetAClientError() {
    byte[] body = CHAT.replace("hi", "\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1);
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request("/v1/chat/completions", "")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    assertThat(response.statusCode()).isEqualTo(400);
    isAnErrorInOpenAisShape(response.body());
  }

  @Test
  void randomDamageNeverGivesAServerError() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] body = CHAT.getBytes(StandardCharsets.UTF_8);
      for (int flips = 0; flips <= random.nextInt(4); flips++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      HttpResponse<String> response =
          gateway.send(
              gateway
                  .request("/v1/chat/completions", "")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
      assertThat(response.statusCode()).as("seed 7, round %d", i).isIn(200, 400, 404);
    }
  }

  @Test
  void aBodyOfMoreThanFourMebibytesIsRefused() {
    String big = CHAT.replace("hi", "x".repeat(4 * 1024 * 1024));
    HttpResponse<String> response = gateway.send(gateway.request("/v1/chat/completions", big));
    assertThat(response.statusCode()).isEqualTo(413);
    isAnErrorInOpenAisShape(response.body());
    String fits = CHAT.replace("hi", "x".repeat(3 * 1024 * 1024));
    assertThat(gateway.send(gateway.request("/v1/chat/completions", fits)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anEndlessChunkedBodyIsRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write(head("Transfer-Encoding: chunked").getBytes(StandardCharsets.UTF_8));
      byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      try {
        for (int i = 0; i < 100; i++) {
          socket.getOutputStream().write(chunk);
        }
      } catch (SocketException closedByTheGateway) {
        assertThat(closedByTheGateway).isNotNull();
      }
      assertThat(read(socket, UNTIL_CLOSED)).contains("413");
    }
  }

  @Test
  void aBodyThatDoesNotArriveInTimeIsRefusedAndItsConnectionClosed() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write((head("Content-Length: 100") + "{").getBytes(StandardCharsets.UTF_8));
      String answer = read(socket, UNTIL_CLOSED);
      assertThat(answer).startsWith("HTTP/1.1 408").contains("body_too_slow");
    }
  }

  @Test
  void aClientThatLeavesDuringItsBodyLeavesNothingBehind() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write((head("Content-Length: 100") + "{").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(engine.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Length: 5\r\n"
            + "Content-Length: 6\r\n\r\n"
            + "hello",
        "POST /v1/chat/completions HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + "Content-Length: 3\r\n\r\n"
            + "abc",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/models HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
        "CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://169.254.169.254/ HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void whatIsNoHttpOrAimsElsewhereGetsAnErrorOrAClosedConnection(String raw) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
      String answer = read(socket, 1_300);
      assertThat(answer)
          .matches("(?s)|HTTP/\\d\\.\\d (4\\d\\d|501|505) .*")
          .doesNotContain("Exception");
    }
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void hugeHeadersAreRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /v1/models HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(read(socket, UNTIL_CLOSED)).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void headersThatTheGatewayUsesAreChecked() {
    for (String capability : List.of("a b", "x".repeat(64), "é", "<script>")) {
      HttpResponse<String> response;
      try {
        response =
            gateway.send(
                gateway
                    .request("/v1/chat/completions", CHAT)
                    .header("x-homeostat-capability", capability));
      } catch (IllegalArgumentException notSendable) {
        continue;
      }
      assertThat(response.statusCode()).isEqualTo(400);
      isAnErrorInOpenAisShape(response.body());
    }
    HttpResponse<String> type =
        gateway.send(
            gateway.request("/v1/chat/completions", CHAT).setHeader("Content-Type", "text/plain"));
    assertThat(type.statusCode()).isEqualTo(415);
    HttpResponse<String> encoding =
        gateway.send(
            gateway.request("/v1/chat/completions", CHAT).header("Content-Encoding", "gzip"));
    assertThat(encoding.statusCode()).isEqualTo(415);
  }

  @Test
  void anUnknownModelNameIsQuotedInParts() {
    HttpResponse<String> response =
        gateway.send(
            gateway.request("/v1/chat/completions", CHAT.replace("support", "m".repeat(100_000))));
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body().length()).isLessThan(500);
  }

  @Test
  void anEngineThatSendsAnEndlessAnswerIsCutOff() {
    engine.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.beginStream(asked);
            e.response(asked).write("data: " + "x".repeat(2_000_000));
          }
        });
    String stable = RunningGateway.sessionAt(500, 1000);
    assertThat(gateway.chat(stable, true).statusCode()).isEqualTo(502);
    engine.behave(
        (e, asked) ->
            e.response(asked)
                .putHeader("Content-Type", "application/json")
                .end("x".repeat(17 * 1024 * 1024)));
    assertThat(gateway.chat(stable, false).statusCode()).isEqualTo(502);
    engine.behave(EngineStandIn::say);
  }

  private static String head(String length) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        .formatted(RunningGateway.DESK, length);
  }

  /** Reads until the gateway closes, or an answer to a complete request has come. */
  private static String read(Socket socket, int patienceMillis) throws IOException {
    socket.setSoTimeout(patienceMillis);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.write(next);
      }
    } catch (IOException closedOrKeptOpen) {
      return answer.toString(StandardCharsets.UTF_8);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
