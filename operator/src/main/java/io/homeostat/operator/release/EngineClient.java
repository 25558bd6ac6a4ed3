package io.homeostat.operator.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads an adapter into one vLLM process and asks it for one token, which proves that it serves;
 * and unloads it again.
 */
final class EngineClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOADED_ALREADY = "InvalidUserInput";
  private static final int LONGEST_MESSAGE = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;

  EngineClient(HttpClient http) {
    this.http = http;
  }

  /**
   * Loads and probes.
   *
   * @param adapter immutable name, which is also the directory under the engine's adapters
   * @param key the engine's API key
   * @return why it does not serve; empty when it does
   */
  Optional<String> prove(EnginePod pod, String adapter, String key) {
    try {
      HttpResponse<String> load =
          post(
              pod,
              "/v1/load_lora_adapter",
              Map.of("lora_name", adapter, "lora_path", pod.adapters() + "/" + adapter),
              key);
      if (!ok(load) && !loadedAlready(load)) {
        return Optional.of("loading gave %d: %s".formatted(load.statusCode(), error(load)));
      }
      HttpResponse<String> probe =
          post(
              pod,
              "/v1/chat/completions",
              Map.of(
                  "model",
                  adapter,
                  "max_tokens",
                  1,
                  "temperature",
                  0,
                  "messages",
                  List.of(Map.of("role", "user", "content", "ping"))),
              key);
      return ok(probe)
          ? Optional.empty()
          : Optional.of("a probe request gave %d: %s".formatted(probe.statusCode(), error(probe)));
    } catch (IOException e) {
      return Optional.of("the engine cannot be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /**
   * Makes an engine forget an adapter, so that its files may go.
   *
   * @return why it may still have it; empty when it acknowledges that it has not
   */
  Optional<String> unload(EnginePod pod, String adapter, String key) {
    try {
      HttpResponse<String> unload =
          post(pod, "/v1/unload_lora_adapter", Map.of("lora_name", adapter), key);
      return ok(unload) || unload.statusCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? Optional.empty()
          : Optional.of("unloading gave %d: %s".formatted(unload.statusCode(), error(unload)));
    } catch (IOException e) {
      return Optional.of("the engine cannot be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private HttpResponse<String> post(
      EnginePod pod, String path, Map<String, Object> body, String key)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(pod.url() + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static boolean ok(HttpResponse<String> response) {
    return response.statusCode() == HttpURLConnection.HTTP_OK;
  }

  /**
   * A name is loaded once per process; a second load is refused as the user's mistake. The probe
   * decides then.
   */
  private static boolean loadedAlready(HttpResponse<String> response) {
    return response.statusCode() == HttpURLConnection.HTTP_BAD_REQUEST
        && LOADED_ALREADY.equals(parsed(response).path("error").path("type").asText());
  }

  private static String error(HttpResponse<String> response) {
    String message = parsed(response).path("error").path("message").asText("no error message");
    return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }

  private static JsonNode parsed(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
