package io.homeostat.operator.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.operator.canary.decide.Reading;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Prometheus servers the instant queries of a canary. Whatever goes wrong (no answer, a late
 * or a huge one, an error, no number or several) gives a reading that is unknown, and so holds the
 * canary.
 */
final class PrometheusClient {
  private static final int LARGEST_ANSWER = 1 << 20;
  private static final int VECTOR_ELEMENT = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final Duration timeout;

  PrometheusClient(HttpClient http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /**
   * Asks all queries at once, so that slow servers together cost one timeout.
   *
   * @param names what {@code $(name)} in a query becomes
   */
  List<Reading> ask(List<Analysis> analyses, Map<String, String> names) {
    List<CompletableFuture<HttpResponse<String>>> answers =
        analyses.stream().map(analysis -> send(analysis, names)).toList();
    long end = System.nanoTime() + timeout.toNanos();
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < analyses.size(); i++) {
      readings.add(reading(analyses.get(i), answers.get(i), end - System.nanoTime()));
    }
    return readings;
  }

  private CompletableFuture<HttpResponse<String>> send(
      Analysis analysis, Map<String, String> names) {
    String query = analysis.prometheus().query();
    for (Map.Entry<String, String> name : names.entrySet()) {
      query = query.replace("$(" + name.getKey() + ")", String.valueOf(name.getValue()));
    }
    String address = analysis.prometheus().address().replaceAll("/+$", "");
    try {
      URI uri =
          URI.create(
              address + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
      return http.sendAsync(
          HttpRequest.newBuilder(uri).timeout(timeout).build(),
          BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Reading reading(
      Analysis analysis, CompletableFuture<HttpResponse<String>> answer, long nanos) {
    try {
      return read(analysis, answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return unknown(analysis, "gave no answer within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException e) {
      return unknown(analysis, "cannot be asked (%s)".formatted(cause(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown(analysis, "was not asked to the end");
    }
  }

  private static String cause(ExecutionException e) {
    String message = e.getCause().getMessage();
    String name = e.getCause().getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  private static Reading read(Analysis analysis, HttpResponse<String> answer) {
    if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
      return unknown(analysis, "answers %d".formatted(answer.statusCode()));
    }
    try {
      return read(analysis, JSON.readTree(answer.body()));
    } catch (JsonProcessingException e) {
      return unknown(analysis, "answers no JSON: is it a Prometheus server?");
    }
  }

  /** The one number of an instant query: a scalar, or a vector of one element. */
  private static Reading read(Analysis analysis, JsonNode answer) {
    JsonNode data = answer.path("data");
    JsonNode result = data.path("result");
    if (!"success".equals(answer.path("status").asText()) || !result.isArray()) {
      return unknown(analysis, "answers no result: look at the query");
    }
    boolean vector = "vector".equals(data.path("resultType").asText());
    if (vector && result.size() != 1) {
      return unknown(
          analysis,
          "gives %d series instead of one number: aggregate them in the query"
              .formatted(result.size()));
    }
    JsonNode value = vector ? result.path(0).path("value") : result;
    boolean one =
        value.size() == VECTOR_ELEMENT
            && value.get(1).isTextual()
            && ("scalar".equals(data.path("resultType").asText()) || vector);
    if (!one) {
      return unknown(analysis, "gives no single number: use an instant query");
    }
    try {
      return Reading.of(analysis, number(value.get(1).asText()));
    } catch (NumberFormatException e) {
      return unknown(analysis, "gives no single number: use an instant query");
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Reading unknown(Analysis analysis, String what) {
    return Reading.unknown(analysis, analysis.prometheus().address() + " " + what);
  }
}
