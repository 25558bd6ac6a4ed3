package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.homeostat.gateway.support.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are damaged in every layer, from fixed seeds. */
@Timeout(480)
class RequestFuzzTest extends HostileClients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
  private static final int PATIENCE_MILLIS = 60_000;

  RequestFuzzTest() {
    super(3_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/chat/completions | {"model":"support","stream":true,"n":1,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"a"},{"role":"user","content":[{"type":"text","text":"hi"}]}],"metadata":{"session":"s"},"tools":[{"type":"function","function":{"name":"f"}}]}
          /v1/completions      | {"model":"support","prompt":["a","b"],"max_tokens":3,"user":"u","logprobs":2}
          /v1/responses        | {"model":"support","instructions":"x","input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}],"text":{"format":{"type":"text"}}}
          /v1/embeddings       | {"model":"support","input":["a","b"],"encoding_format":"float","dimensions":2}
          /v1/feedback         | {"id":"x","model":"support","rating":0.5,"correction":"c"}
          """)
  void bodiesWhoseValuesAreSwappedNeverGiveAServerError(String path, String good) throws Exception {
    engine.behave((e, asked) -> e.error(asked, 400, "refused"));
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      JsonNode body = JSON.readTree(good);
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(body, random);
      }
      byte[] bytes = encode(body.toString(), random);
      HttpResponse<String> response =
          gateway.send(
              gateway.request(path, "").POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
      assertThat(response.statusCode())
          .as("seed 11, round %d: %s", round, body)
          .isIn(202, 400, 404, 413);
      if (response.statusCode() != 202) {
        isAnErrorInOpenAisShape(response.body());
      }
    }
    engine.behave(EngineStandIn::say);
  }

  private static void damage(JsonNode node, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(node, containers);
    JsonNode target = containers.get(random.nextInt(containers.size()));
    JsonNode value = strange(random);
    if (target instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.add("extra");
      object.set(names.get(random.nextInt(names.size())), value);
    } else if (target instanceof ArrayNode array) {
      array.insert(random.nextInt(array.size() + 1), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode strange(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 2 -> JSON.getNodeFactory().numberNode(Long.MIN_VALUE);
      case 3 -> JSON.getNodeFactory().numberNode(new java.math.BigDecimal("1E+400"));
      case 4 -> JSON.getNodeFactory().textNode("");
      case 5 -> JSON.getNodeFactory().textNode("\u0000\u202e\uffff\ud83d\ude00");
      case 6 -> JSON.getNodeFactory().textNode("x".repeat(random.nextInt(50_000)));
      case 7 -> JSON.createArrayNode();
      case 8 -> JSON.createObjectNode().put("role", "user");
      default -> {
        ArrayNode deep = JSON.createArrayNode();
        for (int i = 0; i < 400; i++) {
          deep = JSON.createArrayNode().add(deep);
        }
        yield deep;
      }
    };
  }

  private static byte[] encode(String text, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> text.getBytes(StandardCharsets.UTF_16);
      case 1 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
      case 2 -> text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
      case 3 -> text.replaceFirst("\\{", "{\"model\":\"nobody\",").getBytes(StandardCharsets.UTF_8);
      default -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  @Test
  void headsThatAreDamagedGetAnAnswerOrAClosedConnectionAndNeverAStackTrace() throws Exception {
    Random random = new Random(13);
    for (int round = 0; round < 120; round++) {
      StringBuilder raw = new StringBuilder(request(CHAT, "Connection: close"));
      for (int i = 0; i <= random.nextInt(4); i++) {
        int place = random.nextInt(raw.length());
        switch (random.nextInt(5)) {
          case 0 -> raw.setCharAt(place, (char) random.nextInt(256));
          case 1 -> raw.deleteCharAt(place);
          case 2 -> raw.insert(place, "\r\n");
          case 3 -> raw.insert(place, "\r\nTransfer-Encoding: chunked\r\n");
          default -> raw.insert(place, "y".repeat(random.nextInt(9_000)));
        }
      }
      try (Wire wire = new Wire(gateway.port())) {
        wire.write(raw.toString()).end();
        assertIsPlausible(wire.readToEnd(PATIENCE_MILLIS), "seed 13, round " + round);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          negative size    | -1\\r\\nabc\\r\\n0\\r\\n\\r\\n
          huge size        | ffffffffffffffffff\\r\\nabc
          largest size     | 7fffffffffffffff\\r\\nabc
          no number        | zz\\r\\nabc\\r\\n0\\r\\n\\r\\n
          no line end      | 3abc
          endless trailers | 0\\r\\nX: TRAILER
          wrong end        | 3\\r\\nabcdef\\r\\n0\\r\\n\\r\\n
          """)
  void chunksThatLieAreRefusedAndTheirConnectionIsClosed(String name, String chunks)
      throws Exception {
    String body =
        chunks.replace("\\r", "\r").replace("\\n", "\n").replace("TRAILER", "t".repeat(20_000));
    try (Wire wire = new Wire(gateway.port())) {
      wire.write(head("Transfer-Encoding: chunked") + body);
      String answer = wire.readToEnd(PATIENCE_MILLIS);
      assertIsPlausible(answer, name);
      assertThat(answer).doesNotContain(" 200 ");
    }
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void requestsThatComeAllAtOnceAreAnsweredInTheirOrder() throws Exception {
    String good = request(CHAT, "");
    try (Wire wire = new Wire(gateway.port())) {
      wire.write(good + request("{", "") + good + request(CHAT, "Connection: close") + good);
      Matcher statuses = STATUS.matcher(wire.readToEnd(PATIENCE_MILLIS));
      assertThat(statuses.results().map(result -> result.group(1)))
          .as("nothing is answered after the request that closes the connection")
          .containsExactly("200", "400", "200", "200");
    }
  }

  @Test
  void clientsThatSendByteByByteLoseTheirConnectionsWhileOthersAreServed() throws Exception {
    List<Wire> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        slow.add(new Wire(gateway.port()));
      }
      String head = head("Content-Length: 1000");
      for (int i = 0; i < 10; i++) {
        for (int client = 0; client < slow.size(); client++) {
          boolean inBody = client % 2 == 0;
          slow.get(client).write(inBody && i == 0 ? head : head.substring(i, i + 1));
        }
        Thread.sleep(20);
      }
      assertThat(gateway.chat("s", false).statusCode()).isEqualTo(200);
      for (Wire wire : slow) {
        assertIsPlausible(wire.readToEnd(PATIENCE_MILLIS), "slow");
      }
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
    }
  }

  /** Another protocol than HTTP is refused with 501 and no body, before there is a request. */
  private static void assertIsPlausible(String answer, String what) {
    assertThat(answer)
        .as(what)
        .matches("(?s)|HTTP/1\\.[01] (200|4\\d\\d) .*|\\S{1,20} 501 Not Implemented\r\n.*")
        .doesNotContain("Exception", "\tat ");
    int body = answer.indexOf("\r\n\r\n");
    boolean isOneRefusal =
        answer.matches("(?s)HTTP/1\\.[01] 4.*") && answer.indexOf("HTTP/", 1) < 0;
    if (isOneRefusal) {
      isAnErrorInOpenAisShape(answer.substring(body));
    }
  }

  private static String head(String more) {
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        .formatted(RunningGateway.DESK, more);
  }

  private static String request(String body, String header) {
    String more = header.isEmpty() ? "" : header + "\r\n";
    return head(more + "Content-Length: " + body.length()) + body;
  }
}
