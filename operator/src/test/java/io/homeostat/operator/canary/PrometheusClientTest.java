package io.homeostat.operator.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.operator.canary.decide.Reading;
import io.homeostat.operator.canary.decide.Reading.Side;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that speaks the query API of Prometheus. */
class PrometheusClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private volatile String asked;
  private volatile Answering answering;

  private interface Answering {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/query", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"0.89, Clear", "0.9, Clear", "0.91, Breach", "1e300, Breach"})
  void aNumberIsHeldAgainstTheThreshold(String number, Side side) {
    answering = json(vector(number));

    assertThat(ask().side()).isEqualTo(side);
    assertThat(asked).isEqualTo("max(gpu{release=\"new\"})");
  }

  @Test
  void aScalarIsANumberToo() {
    answering =
        json(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"0.95\"]}}");

    assertThat(ask().side()).isEqualTo(Side.Breach);
    assertThat(ask().message()).isEqualTo("gpu is 0.95, at most 0.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+Inf", "-Inf", "many", ""})
  void whatIsNoNumberIsUnknown(String number) {
    answering = json(vector(number));

    assertThat(ask().side()).isEqualTo(Side.Unknown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>proxy</html>",
        "{}",
        "[]",
        "{\"status\":\"error\",\"error\":\"parse error\"}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"0\"]},{\"value\":[1,\"0\"]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[[1,\"0\"]]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"0\"]}}"
      })
  void anAnswerWithoutOneNumberIsUnknown(String body) {
    answering = json(body);

    assertThat(ask().side()).isEqualTo(Side.Unknown);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 422, 500, 503})
  void anErrorIsUnknownWhateverItsBodySays(int code) {
    answering = exchange -> write(exchange, code, vector("0"));

    assertThat(ask().side()).isEqualTo(Side.Unknown);
    assertThat(ask().message()).contains("answers " + code);
  }

  @Test
  void aHugeAnswerIsUnknown() {
    answering = json(vector("0") + " ".repeat(2 << 20));

    assertThat(ask().side()).isEqualTo(Side.Unknown);
  }

  @Test
  void slowServersTogetherCostOneTimeout() {
    answering = exchange -> closed.await();
    Analysis slow = analysis(address());
    long begun = System.nanoTime();

    List<Reading> readings =
        new PrometheusClient(HttpClient.newHttpClient(), Duration.ofMillis(300))
            .ask(List.of(slow, slow, slow, slow, slow), Map.of());

    assertThat(readings).hasSize(5).allMatch(reading -> reading.side() == Side.Unknown);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void noServerIsUnknown() {
    String address = address();
    server.stop(0);

    assertThat(ask(analysis(address)).side()).isEqualTo(Side.Unknown);
    assertThat(ask(analysis("http://bad host")).side()).isEqualTo(Side.Unknown);
  }

  private Reading ask() {
    return ask(analysis(address()));
  }

  private static Reading ask(Analysis analysis) {
    return new PrometheusClient(HttpClient.newHttpClient(), TIMEOUT)
        .ask(List.of(analysis), Map.of("candidate", "new"))
        .getFirst();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static Analysis analysis(String address) {
    return new Analysis(
        "gpu",
        "Prometheus",
        null,
        null,
        "Threshold",
        null,
        null,
        new Analysis.Threshold(null, "0.9", null, null),
        new Analysis.Prometheus(address, "max(gpu{release=\"$(candidate)\"})"),
        null,
        null);
  }

  private static String vector(String number) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1732180000.1,\"%s\"]}]}}"
        .formatted(number);
  }

  private static Answering json(String body) {
    return exchange -> write(exchange, 200, body);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked =
        URLDecoder.decode(
            exchange.getRequestURI().getRawQuery().substring("query=".length()),
            StandardCharsets.UTF_8);
    try {
      answering.to(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static void write(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
