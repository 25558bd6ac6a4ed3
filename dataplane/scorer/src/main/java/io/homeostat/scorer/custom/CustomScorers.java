package io.homeostat.scorer.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec.Custom;
import io.homeostat.invariant.Subject;
import io.homeostat.scorer.policy.ScoringPolicy;
import io.homeostat.scorer.policy.Secrets;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Asks scorers of the users' own over HTTP. Whatever goes wrong leaves the part missing with the
 * reason, never a score. No redirect is followed, and link-local addresses, where clouds keep
 * credentials, are not asked.
 */
public final class CustomScorers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_TIMEOUT_SECONDS = 10;
  private static final int DEFAULT_CONCURRENCY = 4;
  private static final long MAX_ANSWER_BYTES = 64 * 1024;

  private final Secrets secrets;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(DEFAULT_TIMEOUT_SECONDS))
          .build();
  private final Map<String, Slots> slots = new ConcurrentHashMap<>();

  private record Slots(int number, Semaphore free) {}

  /**
   * What one scorer gave.
   *
   * @param score in [0,1]; null when it gave none
   * @param missing why it gave none; null when it did
   */
  public record Reply(Double score, String missing) {
    static Reply none(String reason) {
      return new Reply(null, reason);
    }
  }

  public CustomScorers(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Asks one scorer; blocks while all its slots are taken, so call it on a virtual thread.
   *
   * @throws InterruptedException when the thread is stopped
   */
  public Reply ask(Custom scorer, ScoringPolicy policy, Subject subject)
      throws InterruptedException {
    Optional<String> token = Optional.empty();
    if (scorer.credentialsSecretRef() != null) {
      String namespace = policy.name().substring(0, policy.name().indexOf('/'));
      token = secrets.read(namespace, scorer.credentialsSecretRef());
      if (token.isEmpty()) {
        return Reply.none("CredentialsMissing");
      }
    }
    Semaphore free = slots(policy.name() + "/" + scorer.name(), scorer).free();
    free.acquire();
    try {
      URI address = URI.create(scorer.url());
      if (isLinkLocal(address.getHost())) {
        return Reply.none("AddressRefused");
      }
      return read(http.send(request(address, scorer, token, subject), limited()));
    } catch (IOException | IllegalArgumentException e) {
      return Reply.none("ScorerSilent");
    } finally {
      free.release();
    }
  }

  private Slots slots(String key, Custom scorer) {
    int number = scorer.concurrency() == null ? DEFAULT_CONCURRENCY : scorer.concurrency();
    return slots.compute(
        key,
        (unused, known) ->
            known != null && known.number() == number
                ? known
                : new Slots(number, new Semaphore(number)));
  }

  private static HttpResponse.BodyHandler<String> limited() {
    return HttpResponse.BodyHandlers.limiting(
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES);
  }

  private static HttpRequest request(
      URI address, Custom scorer, Optional<String> token, Subject subject)
      throws JsonProcessingException {
    int seconds =
        scorer.timeoutSeconds() == null ? DEFAULT_TIMEOUT_SECONDS : scorer.timeoutSeconds();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(seconds))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(subject)));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request.build();
  }

  private static String body(Subject subject) throws JsonProcessingException {
    ObjectNode body = JSON.createObjectNode();
    body.put("interaction", subject.interaction().id());
    body.put("capability", subject.capability());
    body.put("question", subject.question());
    body.put("answer", subject.answer());
    body.put("reference", subject.interaction().reference());
    body.set("context", JSON.valueToTree(subject.context()));
    return JSON.writeValueAsString(body);
  }

  private static Reply read(HttpResponse<String> response) {
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      return Reply.none("ScorerRefused");
    }
    try {
      JsonNode score = JSON.readTree(response.body()).path("score");
      return score.isNumber() && score.asDouble() >= 0 && score.asDouble() <= 1
          ? new Reply(score.asDouble(), null)
          : Reply.none("ScorerAnswerUnusable");
    } catch (JsonProcessingException e) {
      return Reply.none("ScorerAnswerUnusable");
    }
  }

  private static boolean isLinkLocal(String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InetAddress::isLinkLocalAddress);
  }
}
