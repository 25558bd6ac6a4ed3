package io.homeostat.operator.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.homeostat.operator.learning.decide.JobProgress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a running Job how far it is, since Jobs have no rights to say it to the API server. */
final class ProgressClient {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressClient.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final int port;

  ProgressClient(HttpClient http, int port) {
    this.http = http;
    this.port = port;
  }

  /**
   * Returns what the pod says; empty when it says nothing, which is no error: it may be starting or
   * ending.
   */
  Optional<JobProgress> ask(Pod pod) {
    String ip = pod == null || pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (ip == null) {
      return Optional.empty();
    }
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/progress"))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == HttpURLConnection.HTTP_OK
          ? Optional.of(JSON.readValue(response.body(), JobProgress.class))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("no progress from pod {}: {}", pod.getMetadata().getName(), e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
