package io.homeostat.scorer.rescoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.judge.Material;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads stored answers from the archive's API. */
public final class ArchiveAnswers implements StoredAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Failed answers, unscored ones and those of other scorer sets are listed as well. */
  private static final int LISTED_PER_ANSWER = 3;

  private static final int LARGEST_PAGE = 1_000;

  private final HttpClient http;
  private final String url;
  private final Path tokenFile;

  /**
   * Reads one archive.
   *
   * @param url root of its API
   * @param tokenFile file with the scorers' token, read for each request
   */
  public ArchiveAnswers(HttpClient http, String url, Path tokenFile) {
    this.http = http;
    this.url = url;
    this.tokenFile = tokenFile;
  }

  @Override
  public List<StoredAnswer> latest(Period period, int most)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + "/v1/interactions?" + query(period, most)))
                .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
                .timeout(TIMEOUT)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          "expected the archive to list interactions, found status " + response.statusCode());
    }
    List<StoredAnswer> answers = new ArrayList<>();
    for (JsonNode item : JSON.readTree(response.body()).path("items")) {
      if (answers.size() < most && isJudged(item, period.scorerSet())) {
        answers.add(answer(item));
      }
    }
    return answers;
  }

  private static String query(Period period, int most) {
    Map<String, String> given = new TreeMap<>();
    given.put("service", period.service());
    given.put("capability", period.capability());
    given.put("since", period.since().toString());
    given.put("until", period.until().toString());
    given.put("limit", Integer.toString(Math.min(LARGEST_PAGE, LISTED_PER_ANSWER * most)));
    given.put("content", "true");
    if (period.release() != null) {
      given.put("release", period.release());
    }
    return given.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static boolean isJudged(JsonNode item, String scorerSet) {
    return item.path("parts").path(ScoringPolicy.JUDGE).isNumber()
        && item.path("scorerSet").asText().equals(scorerSet)
        && item.path("answer").isTextual()
        && question(item) != null;
  }

  private static StoredAnswer answer(JsonNode item) {
    return new StoredAnswer(
        new Material(
            question(item), item.path("answer").asText(), item.path("reference").asText(null)),
        Math.clamp(item.path("parts").path(ScoringPolicy.JUDGE).asDouble(), 0, 1));
  }

  private static String question(JsonNode item) {
    String last = null;
    for (JsonNode message : item.path("messages")) {
      if ("user".equals(message.path("role").asText()) && message.path("content").isTextual()) {
        last = message.path("content").asText();
      }
    }
    return last;
  }
}
