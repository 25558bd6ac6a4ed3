package io.homeostat.cli.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.UsageException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks an OpenAI-compatible API how far apart two texts are in meaning.
 *
 * @param url base address, such as {@code https://api.example.com/v1}
 * @param key API key; null for none
 */
record Embeddings(String url, String model, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Cosine distance of the embeddings of two texts, 0 (same direction) to 2.
   *
   * @throws UsageException when the API gives no two embeddings
   */
  double distance(String one, String other) throws UsageException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(request(List.of(one, other)), HttpResponse.BodyHandlers.ofString());
      JsonNode data = JSON.readTree(response.body()).path("data");
      if (response.statusCode() != HttpURLConnection.HTTP_OK || data.size() != 2) {
        throw new UsageException(
            "%s answered %d and not two embeddings: check --embeddings, --model and HOMEOSTAT_API_KEY"
                .formatted(url, response.statusCode()));
      }
      return cosine(data.get(0).path("embedding"), data.get(1).path("embedding"));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "%s did not answer with embeddings: check --embeddings".formatted(url));
    }
  }

  private HttpRequest request(List<String> texts) throws JsonProcessingException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/embeddings"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("model", model, "input", texts))));
    return (key == null ? request : request.header("Authorization", "Bearer " + key)).build();
  }

  static double cosine(JsonNode one, JsonNode other) {
    double product = 0;
    double lengthOfOne = 0;
    double lengthOfOther = 0;
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      double x = one.get(i).asDouble();
      double y = other.get(i).asDouble();
      product += x * y;
      lengthOfOne += x * x;
      lengthOfOther += y * y;
    }
    if (lengthOfOne == 0 || lengthOfOther == 0) {
      throw new IllegalArgumentException("an embedding of length 0 has no direction");
    }
    return 1 - product / Math.sqrt(lengthOfOne * lengthOfOther);
  }
}
