package io.homeostat.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.api.Access;
import io.homeostat.archive.api.LabelsApi;
import io.homeostat.archive.store.Labels;
import io.homeostat.events.Interaction;
import io.homeostat.events.Score;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Labels asked for, given and counted, on a real PostgreSQL. */
class LabelsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICE = "ns/labelled";
  private static final int ANSWERS = 400;

  private static ArchiveDatabase archive;
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    archive = new ArchiveDatabase();
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new LabelsApi(
            new Labels(archive.database),
            new Access(ArchiveDatabase.KEYS, ArchiveDatabase.READER, ArchiveDatabase.CONTENT),
            Clock.fixed(Instant.ofEpochMilli(Records.AT).plusSeconds(60), ZoneOffset.UTC))
        .mount(router);
    port =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
    List<Interaction> interactions = new ArrayList<>();
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < ANSWERS; i++) {
      interactions.add(Records.interaction("l" + i, SERVICE, "answer " + i, false));
      scores.add(score(i));
    }
    archive.store.interactions(interactions);
    archive.store.scores(scores);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await();
    archive.close();
  }

  @Test
  void labelsOfTheQueueCorrectTheMeanOfATooKindJudge() throws Exception {
    assertThat(json(get("report?service=" + SERVICE, ArchiveDatabase.READER)).path("corrected"))
        .as("without labels")
        .isEmpty();
    Set<String> asked = new HashSet<>();
    int uncertain = 0;
    JsonNode items = next();
    while (!items.isEmpty()) {
      for (JsonNode item : items) {
        String id = item.path("id").asText();
        assertThat(asked.add(id)).as(id).isTrue();
        assertThat(item.path("answer").asText()).isEqualTo("answer " + number(id));
        assertThat(item.toString()).doesNotContain("parts", "composite");
        boolean unsure = judged(number(id)) == 0.5;
        assertThat(item.path("probability").asDouble()).isEqualTo(unsure ? 0.4 : 0.2);
        uncertain += item.path("queue").asText().equals("Uncertain") ? 1 : 0;
        assertThat(submit(id, truth(number(id))).statusCode()).isEqualTo(200);
      }
      items = next();
    }
    assertThat(uncertain).isPositive();
    JsonNode report = json(get("report?service=" + SERVICE, ArchiveDatabase.READER));
    assertThat(report.path("judged").asInt()).isEqualTo(ANSWERS);
    assertThat(report.path("labels").asInt())
        .isEqualTo(asked.size() - uncertain)
        .isBetween(50, 110);
    assertThat(report.path("judgeMean").asDouble()).isEqualTo(0.7, offset(1e-9));
    double mean = report.at("/corrected/mean").asDouble();
    assertThat(mean).isEqualTo(0.5, offset(0.05));
    assertThat(report.at("/corrected/lower").asDouble()).isLessThan(0.5);
    assertThat(report.at("/corrected/upper").asDouble()).isGreaterThan(0.5).isLessThan(0.7);
  }

  @Test
  void whatCannotBeALabelIsRefusedWithTheRemedy() throws Exception {
    String id = next().path(0).path("id").asText("l0");
    assertThat(post(Map.of("id", id, "labeller", "ana", "share", 1, "scores", Map.of())).body())
        .contains("a whole number from 1 to 5 for each of correctness");
    assertThat(submit("none", 3).statusCode()).isEqualTo(404);
    assertThat(post(Map.of("id", id, "labeller", " ", "scores", Map.of("correctness", 3))).body())
        .contains("labeller");
    assertThat(get("next?service=" + SERVICE, ArchiveDatabase.READER).statusCode()).isEqualTo(401);
    assertThat(get("report?service=" + SERVICE, "guess").statusCode()).isEqualTo(401);
    assertThat(get("next?service=" + SERVICE + "&share=0", ArchiveDatabase.CONTENT).body())
        .contains("'share' must be above 0");
    int refused = 0;
    for (int i = 0; i < ANSWERS; i++) {
      if (judged(i) != 0.5) {
        var tiny = Map.of("correctness", 3);
        refused +=
            post(Map.of("id", "l" + i, "labeller", "ana", "share", 1e-9, "scores", tiny))
                        .statusCode()
                    == 409
                ? 1
                : 0;
        break;
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  private static org.assertj.core.data.Offset<Double> offset(double value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  private static JsonNode next() throws Exception {
    HttpResponse<String> response =
        get("next?share=0.2&limit=100&service=" + SERVICE, ArchiveDatabase.CONTENT);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).path("items");
  }

  private static HttpResponse<String> submit(String id, int label) throws Exception {
    return post(
        Map.of("id", id, "labeller", "ana", "share", 0.2, "scores", Map.of("correctness", label)));
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path, token).GET());
  }

  private static HttpResponse<String> post(Map<String, Object> body) throws Exception {
    return send(
        request("", ArchiveDatabase.CONTENT)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private static HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + port + "/v1/labels" + (path.isEmpty() ? "" : "/" + path)))
        .header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  /** What people say, 1 to 5; its mean is 0.5 on the scale of 0 to 1. */
  private static int truth(int i) {
    return 1 + 7 * i % 5;
  }

  /** The judge is a point too kind, where there is room; its mean is 0.7. */
  private static double judged(int i) {
    return Math.min(5, truth(i) + 1) / 4.0 - 0.25;
  }

  private static Score score(int i) {
    Score plain = Records.score("l" + i, SERVICE, judged(i));
    return new Score(
        plain.schemaVersion(),
        plain.interactionId(),
        plain.responseId(),
        plain.service(),
        plain.release(),
        plain.role(),
        plain.planRevision(),
        plain.session(),
        plain.capability(),
        plain.timeMillis(),
        plain.scorerSet(),
        Map.of("judge", judged(i), "judge.correctness", judged(i)),
        plain.composite(),
        null,
        false,
        true,
        "d");
  }
}
