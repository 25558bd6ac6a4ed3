package io.homeostat.operator.modelservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.modelservice.EngineEndpoint;
import io.homeostat.operator.frame.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks an API that somebody else runs for its models, so that a service says that it is ready only
 * when its endpoint answers. One question in 15 s is enough for everybody.
 */
final class EndpointProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SAME_ANSWER = Duration.ofSeconds(15);
  private static final String PATH = "spec.engine.endpoint";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Frame frame;
  private final EngineSecrets secrets;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, HttpClient> trusting = new ConcurrentHashMap<>();

  EndpointProbe(Frame frame) {
    this.frame = frame;
    this.secrets = new EngineSecrets(frame.client());
  }

  private record Answer(EngineEndpoint endpoint, Instant at, Optional<String> problem) {}

  /** Why the endpoint does not serve its model, and what to do; empty when it does. */
  Optional<String> problem(String namespace, EngineEndpoint endpoint) {
    Instant now = frame.clock().instant();
    return answers
        .compute(
            namespace + " " + endpoint.url(),
            (id, before) ->
                before != null
                        && before.endpoint().equals(endpoint)
                        && before.at().plus(SAME_ANSWER).isAfter(now)
                    ? before
                    : new Answer(endpoint, now, ask(namespace, endpoint)))
        .problem();
  }

  private Optional<String> ask(String namespace, EngineEndpoint endpoint) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.url().replaceAll("/+$", "") + "/models"))
            .timeout(PATIENCE);
    if (endpoint.credentialsSecretRef() != null) {
      EngineSecrets.Found key =
          secrets.read(namespace, endpoint.credentialsSecretRef(), PATH + ".credentialsSecretRef");
      if (key.problem() != null) {
        return Optional.of(key.problem());
      }
      request.header("Authorization", "Bearer " + key.value());
    }
    try {
      return judged(endpoint, client(endpoint).send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.of(
          "%s.url %s cannot be reached (%s): look at the address, the network and the certificates"
              .formatted(PATH, endpoint.url(), e));
    } catch (GeneralSecurityException e) {
      return Optional.of(
          "%s.caCertificate cannot be read (%s): write certificates in PEM"
              .formatted(PATH, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Optional<String> judged(EngineEndpoint endpoint, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
        || status == HttpURLConnection.HTTP_FORBIDDEN) {
      return Optional.of(
          "%s.url %s does not accept the key of credentialsSecretRef (status %d): write another"
              .formatted(PATH, endpoint.url(), status));
    }
    if (status != HttpURLConnection.HTTP_OK) {
      return Optional.of(
          "%s.url %s answered /models with status %d, expected 200: does the address end with /v1?"
              .formatted(PATH, endpoint.url(), status));
    }
    return names(response.body(), endpoint.model())
        ? Optional.empty()
        : Optional.of(
            "%s.model '%s' is not among the models of %s: write one that it lists"
                .formatted(PATH, endpoint.model(), endpoint.url()));
  }

  /** Whether a model is listed; an answer without a list says nothing against it. */
  private static boolean names(String body, String model) {
    try {
      JsonNode models = JSON.readTree(body).path("data");
      if (!models.isArray() || models.isEmpty()) {
        return true;
      }
      for (JsonNode listed : models) {
        String id = listed.path("id").asText();
        if (id.equals(model) || id.equals(model + ":latest")) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  private HttpClient client(EngineEndpoint endpoint) throws GeneralSecurityException, IOException {
    String authorities = endpoint.caCertificate();
    if (authorities == null) {
      return frame.http();
    }
    HttpClient known = trusting.get(authorities);
    if (known == null) {
      known = trusting(authorities);
      trusting.put(authorities, known);
    }
    return known;
  }

  private static HttpClient trusting(String authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)))) {
      store.setCertificateEntry("authority-" + count++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .sslContext(context)
        .build();
  }
}
