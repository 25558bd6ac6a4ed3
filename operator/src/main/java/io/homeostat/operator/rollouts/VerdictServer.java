package io.homeostat.operator.rollouts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.operator.rollouts.decide.GateVerdict;
import io.homeostat.operator.rollouts.decide.GateVerdict.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves verdicts to those who move traffic: Argo Rollouts reads the JSON, Flagger the status.
 * Every answer is JSON; to a question for a verdict every other status than 200 means that this
 * endpoint itself has failed.
 */
public final class VerdictServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HASH = "podTemplateHash=";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int CONFLICT = 409;
  private static final int FAILED = 500;
  private static final int NAMED = 4;
  private static final int HOOKED = 5;

  private final HttpServer server;
  private final Verdicts verdicts;
  private final BooleanSupplier ready;

  private VerdictServer(HttpServer server, Verdicts verdicts, BooleanSupplier ready) {
    this.server = server;
    this.verdicts = verdicts;
    this.ready = ready;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for a free one
   * @param ready whether the caches are filled; until then everything holds
   */
  public static VerdictServer start(int port, Verdicts verdicts, BooleanSupplier ready) {
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(port), 0);
      VerdictServer started = new VerdictServer(http, verdicts, ready);
      http.createContext("/", started::answer);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot serve verdicts on port %d: is VERDICTS_PORT in use?".formatted(port), e);
    }
  }

  /** The port that is served. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What is answered: a status and the JSON. */
  private record Reply(int status, Map<String, String> body) {
    static Reply error(int status, String message) {
      return new Reply(status, Map.of("error", message));
    }

    static Reply of(GateVerdict verdict, Set<Answer> good) {
      Map<String, String> body = new LinkedHashMap<>();
      body.put("verdict", verdict.answer().text());
      body.put("reason", verdict.reason());
      body.put("message", verdict.message());
      return new Reply(good.contains(verdict.answer()) ? OK : CONFLICT, body);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Reply reply;
    try {
      reply = reply(exchange);
    } catch (RuntimeException e) {
      LOG.error("a verdict could not be given", e);
      reply = Reply.error(FAILED, "the verdict could not be given: look at the operator's log");
    }
    byte[] body = JSON.writeValueAsBytes(reply.body());
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply reply(HttpExchange exchange) {
    List<String> path =
        Stream.of(exchange.getRequestURI().getPath().split("/"))
            .filter(part -> !part.isEmpty())
            .toList();
    String method = exchange.getRequestMethod();
    boolean named = path.size() == NAMED;
    String kind =
        (named || path.size() == HOOKED) && "v1".equals(path.getFirst()) ? path.get(1) : "";
    if (named && "verdicts".equals(kind)) {
      return "GET".equals(method) ? asked(canary(path)) : wrongMethod("GET", method);
    }
    if (named && "rollouts".equals(kind)) {
      return "GET".equals(method)
          ? asked(rollout(path, exchange.getRequestURI().getQuery()))
          : wrongMethod("GET", method);
    }
    if ("flagger".equals(kind)) {
      return "POST".equals(method) ? hooked(path) : wrongMethod("POST", method);
    }
    return Reply.error(
        NOT_FOUND,
        "expected /v1/verdicts/<namespace>/<canaryrelease>, /v1/rollouts/<namespace>/<rollout> or"
            + " /v1/flagger/<namespace>/<canaryrelease>");
  }

  private static Reply asked(GateVerdict verdict) {
    return Reply.of(verdict, Set.of(Answer.values()));
  }

  /** A webhook of Flagger goes on at a status of 2xx; one of type rollback goes back at it. */
  private Reply hooked(List<String> path) {
    return switch (path.size() == NAMED ? "confirm-promotion" : path.getLast()) {
      case "confirm-promotion" -> Reply.of(canary(path), Set.of(Answer.Pass));
      case "rollout" -> Reply.of(canary(path), Set.of(Answer.Pass, Answer.Hold));
      case "rollback" -> Reply.of(canary(path), Set.of(Answer.Fail));
      default ->
          Reply.error(
              NOT_FOUND, "expected confirm-promotion, rollout or rollback after the CanaryRelease");
    };
  }

  private GateVerdict canary(List<String> path) {
    return ready.getAsBoolean() ? verdicts.ofCanary(path.get(2), path.get(3)) : notReady();
  }

  private GateVerdict rollout(List<String> path, String query) {
    if (query == null || !query.startsWith(HASH)) {
      return GateVerdict.hold(
          "PodTemplateHashMissing",
          "expected ?podTemplateHash=<hash>, as the generated AnalysisTemplate asks");
    }
    return ready.getAsBoolean()
        ? verdicts.ofRollout(path.get(2), path.get(3), query.substring(HASH.length()))
        : notReady();
  }

  private static GateVerdict notReady() {
    return GateVerdict.hold("NotReady", "the operator has just started and reads its caches");
  }

  private static Reply wrongMethod(String expected, String found) {
    return Reply.error(WRONG_METHOD, "expected %s, found %s".formatted(expected, found));
  }
}
