package io.homeostat.evaluation.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a named release through the gateway, and keeps asking while the gateway is not able to. The
 * release's own decoding holds; what it leaves open is asked at temperature 0.
 */
public final class GatewayAsker implements Asker {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayAsker.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RELEASE = "x-homeostat-release";
  private static final int OK = 200;

  /** Engines handle lower numbers first; a client's request has 0. */
  private static final int LOW_PRIORITY = 1_000;

  private static final int SERVER_ERROR = 500;

  /** 404: the plan or the adapter is still on its way. */
  private static final Set<Integer> TRY_AGAIN = Set.of(404, 408, 409, 425, 429);

  /** A release that fails so often on one item fails on it. */
  private static final int FAILURES = 3;

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(120);

  private final HttpClient http;
  private final Target target;
  private final Waiting waiting;

  /**
   * What is asked.
   *
   * @param gatewayUrl root of the client API
   * @param model {@code namespace/name} of the ModelService
   * @param key that may name a release
   * @param mayWait whether the engines serve by priority, so that clients come first
   */
  public record Target(String gatewayUrl, String model, String key, boolean mayWait) {}

  /**
   * How it is waited for.
   *
   * @param nanos a clock that only runs forward
   * @param firstPause before the second try; each pause is twice the one before
   * @param longestPause between two tries
   * @param patience how long one question is asked again before the evaluation is given up
   */
  public record Waiting(
      LongSupplier nanos,
      Sleeper sleeper,
      Duration firstPause,
      Duration longestPause,
      Duration patience) {
    /** Half a second, then longer, up to ten seconds. */
    public static Waiting usual(LongSupplier nanos, Duration patience) {
      return new Waiting(
          nanos, Thread::sleep, Duration.ofMillis(500), Duration.ofSeconds(10), patience);
    }
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  private static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    NotNow(String message) {
      super(message);
    }
  }

  public GatewayAsker(HttpClient http, Target target, Waiting waiting) {
    this.http = http;
    this.target = target;
    this.waiting = waiting;
  }

  @Override
  public Interaction ask(String release, Item item)
      throws UnusableEvaluationException, InterruptedException {
    long began = waiting.nanos().getAsLong();
    Duration pause = waiting.firstPause();
    int failures = 0;
    while (true) {
      try {
        HttpRequest request = request(release, item);
        long sent = waiting.nanos().getAsLong();
        HttpResponse<String> response = send(request);
        long millis = (waiting.nanos().getAsLong() - sent) / 1_000_000;
        if (response.statusCode() == SERVER_ERROR && ++failures == FAILURES) {
          return AnswerRecord.failed(release, item, millis);
        }
        return answer(release, item, response, millis);
      } catch (NotNow reason) {
        Duration waited = Duration.ofNanos(waiting.nanos().getAsLong() - began);
        if (waited.plus(pause).compareTo(waiting.patience()) > 0) {
          throw new UnusableEvaluationException(
              "the gateway gave no answer of release %s for %d s: %s; look at its pods and the"
                      .formatted(release, waiting.patience().toSeconds(), reason.getMessage())
                  + " engine's");
        }
        LOG.warn("asking again in {} ms: {}", pause.toMillis(), reason.getMessage());
      }
      waiting.sleeper().sleep(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(waiting.longestPause()) > 0 ? waiting.longestPause() : twice;
    }
  }

  private HttpRequest request(String release, Item item) {
    ObjectNode body = JSON.createObjectNode().put("model", target.model()).put("temperature", 0);
    if (target.mayWait()) {
      body.put("priority", LOW_PRIORITY);
    }
    ArrayNode messages = body.putArray("messages");
    item.messages()
        .forEach(m -> messages.addObject().put("role", m.role()).put("content", m.content()));
    return HttpRequest.newBuilder(URI.create(target.gatewayUrl() + "/v1/chat/completions"))
        .timeout(LONGEST_ANSWER)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + target.key())
        .header(RELEASE, release)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws NotNow, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NotNow(request.uri().getHost() + ": " + e.getClass().getSimpleName());
    }
  }

  private Interaction answer(String release, Item item, HttpResponse<String> response, long millis)
      throws NotNow, UnusableEvaluationException {
    int status = response.statusCode();
    if (status >= SERVER_ERROR || TRY_AGAIN.contains(status)) {
      throw new NotNow("HTTP " + status);
    }
    if (status != OK) {
      throw new UnusableEvaluationException(
          "the gateway refused item %s for release %s with HTTP %d: check the key, the name of the"
                  .formatted(item.id(), release, status)
              + " model and the item's length");
    }
    String served = response.headers().firstValue(RELEASE).orElse("none");
    if (!served.equals(release)) {
      throw new NotNow("release %s answered instead of %s".formatted(served, release));
    }
    try {
      JsonNode body = JSON.readTree(response.body());
      if (body.path("choices").path(0).path("message").isObject()) {
        return AnswerRecord.of(release, item, body, millis);
      }
    } catch (JsonProcessingException e) {
      LOG.debug("unreadable answer of release {}", release);
    }
    throw new NotNow("HTTP 200 without a chat completion");
  }
}
