package io.homeostat.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.intake.ResourceIntake;
import io.homeostat.archive.store.EventStore;
import io.homeostat.events.Feedback;
import io.homeostat.events.security.DerivedKeys;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the archive keeps and answers, on a real PostgreSQL. */
class ArchiveIT {
  private static final DerivedKeys KEYS = ArchiveDatabase.KEYS;
  private static final String READER = ArchiveDatabase.READER;
  private static final String CONTENT = ArchiveDatabase.CONTENT;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ArchiveDatabase archive;
  private static EventStore store;
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    archive = new ArchiveDatabase();
    archive.database.migrate();
    store = archive.store;
    vertx = Vertx.vertx();
    Router router = archive.api().router(vertx);
    archive.training(router);
    port =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await().actualPort();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await();
    archive.close();
  }

  @Test
  void whatIsStoredTwiceIsThereOnceAndCanBeTraced() throws Exception {
    for (int i = 0; i < 2; i++) {
      store.interactions(List.of(Records.interaction("trace-1", "ns/traced", "24 May 2029", true)));
      store.scores(List.of(Records.score("trace-1", "ns/traced", 1.0)));
    }
    ResourceIntake objects = new ResourceIntake(archive.resources);
    objects.changed(Records.release());
    objects.changed(Records.run());
    objects.flush();

    HttpResponse<String> byResponse = get("/v1/trace/resp-trace-1", READER);
    assertThat(byResponse.statusCode()).isEqualTo(200);
    JsonNode trace = JSON.readTree(byResponse.body());
    assertThat(trace.at("/interaction/id").asText()).isEqualTo("trace-1");
    assertThat(trace.at("/score/composite").asDouble()).isEqualTo(1.0);
    assertThat(trace.at("/release/spec/provenance/healingRun").asText()).isEqualTo("run-1");
    assertThat(trace.at("/drift/capability").asText()).isEqualTo("date");
    assertThat(trace.path("missing"))
        .as("what the release names and nobody has seen")
        .extracting(part -> part.path("kind").asText() + " " + part.path("name").asText())
        .containsExactly(
            "Dataset run-1-data",
            "FineTuneJob run-1-tune",
            "AdapterMerge run-1-merge",
            "Evaluation run-1-eval",
            "CanaryRelease run-1-canary");
    assertThat(byResponse.body()).doesNotContain("24 May 2029");
    assertThat(get("/v1/trace/trace-1", READER).body()).isEqualTo(byResponse.body());
  }

  @Test
  void anUnknownIdAWrongTokenAndABadTimeAreToldApart() throws Exception {
    assertThat(get("/v1/trace/none", READER).statusCode()).isEqualTo(404);
    assertThat(get("/v1/trace/none", "guess").statusCode()).isEqualTo(401);
    assertThat(get("/v1/trace/none", null).statusCode()).isEqualTo(401);
    assertThat(get("/v1/quality?service=ns/s&from=yesterday&to=x", READER).body())
        .contains("must be a time like");
    assertThat(get("/v1/quality", READER).body()).contains("'service' is missing");
    assertThat(get("/v1/nothing", READER).statusCode()).isEqualTo(404);
  }

  @Test
  void everyCorrectionOfAnInteractionThatMayTrainIsGivenToItsServiceAlone() throws Exception {
    String service = "ns/corrected";
    store.interactions(
        List.of(
            Records.interaction("c1", service, "24 May 2029", true),
            Records.interaction("c2", service, "1 May 2030", false)));
    store.scores(List.of(Records.score("c1", service, 0.0), Records.score("c2", service, 0.0)));
    store.feedback(
        List.of(
            new Feedback(1, "f1", "c1", service, Records.AT, "desk-1", null, "wrong", null),
            new Feedback(
                1, "f2", "resp-c1", service, Records.AT + 10, "desk-2", null, "24 May", null),
            new Feedback(1, "f3", "c2", service, Records.AT, "desk-3", null, "1 May", null),
            new Feedback(
                1, "f4", "c1", "ns/other", Records.AT + 20, "desk-4", null, "foreign", null)));
    String path = "/v1/corrections?service=ns/corrected&capability=date&since=2020-01-01T00:00:00Z";
    HttpResponse<String> response = get(path, KEYS.archive(service));
    List<String> lines = response.body().lines().toList();
    assertThat(lines)
        .as("also the one that was replaced: who said it counts")
        .hasSize(2)
        .first()
        .asString()
        .contains("wrong");
    JsonNode line = JSON.readTree(lines.getLast());
    assertThat(line.path("correction").asText()).isEqualTo("24 May");
    assertThat(line.path("source").asText()).isEqualTo("desk-2");
    assertThat(line.at("/messages/0/content").asText()).isEqualTo("q");
    assertThat(get(path, KEYS.archive("ns/other")).statusCode()).isEqualTo(401);
    String answers = "/v1/answers?since=2020-01-01T00:00:00Z&service=" + service;
    assertThat(tree(response.body() + get(answers, KEYS.archive(service)).body()))
        .as("what the trainer's tests read, too")
        .isEqualTo(
            tree(
                new String(
                    ArchiveIT.class.getResourceAsStream("/training-data.jsonl").readAllBytes(),
                    StandardCharsets.UTF_8)));
  }

  @Test
  void answersThatMayTrainAreGivenByPageAndFiltered() throws Exception {
    String service = "ns/answered";
    for (int i = 1; i <= 5; i++) {
      store.interactions(List.of(Records.interaction("a" + i, service, "answer " + i, i != 2)));
      store.scores(List.of(Records.score("a" + i, service, i / 10.0)));
    }
    store.feedback(
        List.of(
            new Feedback(1, "fa", "a4", service, Records.AT, "desk-1", 1.0, null, null),
            new Feedback(1, "fb", "resp-a4", service, Records.AT, "desk-2", 0.5, null, null)));
    String path = "/v1/answers?since=2020-01-01T00:00:00Z&service=" + service;

    assertThat(answered(path, service)).containsExactly("a5", "a4", "a3", "a1");
    assertThat(answered(path + "&limit=2", service)).containsExactly("a5", "a4");
    assertThat(answered(path + "&before=a4&beforeMillis=" + Records.AT, service))
        .containsExactly("a3", "a1");
    assertThat(answered(path + "&scoreAtLeast=0.4", service)).containsExactly("a5", "a4");
    assertThat(answered(path + "&scoreAtMost=0.3", service)).containsExactly("a3", "a1");
    assertThat(answered(path + "&ratingAtLeast=0.7", service)).containsExactly("a4");
    assertThat(answered(path + "&capability=date&release=support-0123456789", service)).hasSize(4);
    assertThat(answered(path + "&capability=units", service)).isEmpty();
    assertThat(answered(path + "&release=other&release=another", service)).isEmpty();
    assertThat(get(path, KEYS.archive("ns/other")).statusCode()).isEqualTo(401);
    assertThat(get(path + "&before=a4", KEYS.archive(service)).body()).contains("beforeMillis");
    JsonNode rated = JSON.readTree(get(path + "&ratingAtLeast=0.7", READER).body());
    assertThat(rated.path("rating").asDouble()).isEqualTo(0.75);
    assertThat(rated.path("answer").asText()).isEqualTo("answer 4");
    assertThat(rated.has("invariantsHold")).as("none was checked").isFalse();
  }

  @Test
  void qualityIsAMeanOverSessions() throws Exception {
    store.scores(
        List.of(
            Records.sessionScore("q1", "s1", 1.0),
            Records.sessionScore("q2", "s1", 0.0),
            Records.sessionScore("q3", "s2", 1.0)));
    JsonNode rows =
        JSON.readTree(
            get(
                    "/v1/quality?service=ns/quality&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z",
                    READER)
                .body());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).path("sessions").asInt()).isEqualTo(2);
    assertThat(rows.get(0).path("mean").asDouble()).isEqualTo(.75);
  }

  @Test
  void interactionsAreListedByPageAndFilteredAndTheirContentNeedsTheRightToIt() throws Exception {
    String service = "ns/listed";
    for (int i = 1; i <= 5; i++) {
      store.interactions(List.of(Records.interaction("l" + i, service, "answer " + i, true)));
      store.scores(List.of(Records.score("l" + i, service, i / 10.0)));
    }
    String path = "/v1/interactions?service=ns/listed&limit=2";
    JsonNode first = items(path, READER);
    assertThat(first).extracting(item -> item.path("id").asText()).containsExactly("l5", "l4");
    JsonNode last = first.get(1);
    String on =
        "&until=%s&before=%s".formatted(last.path("time").asText(), last.path("id").asText());
    assertThat(items(path + on, READER))
        .extracting(item -> item.path("id").asText())
        .containsExactly("l3", "l2");
    assertThat(items("/v1/interactions?service=ns/listed&scoreBelow=0.25", READER))
        .extracting(item -> item.path("composite").asDouble())
        .containsExactly(.2, .1);
    assertThat(items(path + "&capability=other", READER)).isEmpty();
    assertThat(items(path + "&release=support-0123456789", READER)).hasSize(2);
    assertThat(items(path + "&since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z", READER))
        .isEmpty();
    assertThat(get(path, READER).body()).doesNotContain("answer 5");
    assertThat(get(path + "&content=true", READER).statusCode()).isEqualTo(403);
    assertThat(get(path + "&content=true", "guess").statusCode()).isEqualTo(401);
    assertThat(items(path + "&content=true", CONTENT).get(0).path("answer").asText())
        .isEqualTo("answer 5");
    for (String wrong : List.of("limit=0", "limit=x", "scoreBelow=2", "since=now")) {
      assertThat(get("/v1/interactions?service=ns/listed&" + wrong, READER).body())
          .contains("must be");
    }
  }

  @Test
  void scorersReadWhatTheyScoredAndEraseNothing() throws Exception {
    store.interactions(List.of(Records.interaction("again-1", "ns/again", "24 May", true)));
    store.scores(List.of(Records.score("again-1", "ns/again", 1.0)));
    String scorers = KEYS.archive(DerivedKeys.ALL);
    String path = "/v1/interactions?service=ns/again&since=2020-01-01T00:00:00Z&content=true";

    JsonNode item = items(path, scorers).get(0);
    assertThat(item.path("answer").isTextual()).isTrue();
    assertThat(item.path("scorerSet").asText()).isNotEmpty();
    assertThat(item.path("parts").path("judge").isNumber()).isTrue();
    assertThat(send(post("/v1/erasures", scorers, "{}")).statusCode()).isEqualTo(401);
    assertThat(get("/v1/trace/again-1", scorers).statusCode()).isEqualTo(401);
    assertThat(get(path, KEYS.archive("ns/again")).statusCode()).isEqualTo(401);
  }

  @Test
  void anErasureIsOrderedWithTheNameThatRequestsUse() throws Exception {
    String body = "{\"service\":\"ns/erased\",\"user\":\"ada\"}";
    store.interactions(List.of(Records.ofUser("e1", "ns/erased", KEYS.user("ns/erased", "ada"))));
    assertThat(send(post("/v1/erasures", READER, body)).statusCode()).isEqualTo(403);
    assertThat(send(post("/v1/erasures", CONTENT, "{}")).statusCode()).isEqualTo(400);
    assertThat(send(post("/v1/erasures", CONTENT, "no json")).statusCode()).isEqualTo(400);
    HttpResponse<String> erased = send(post("/v1/erasures", CONTENT, body));
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
    assertThat(JSON.readTree(erased.body()).path("interactions").asInt()).isEqualTo(1);
    assertThat(
            items("/v1/interactions?service=ns/erased&content=true", CONTENT).get(0).has("answer"))
        .isFalse();
    assertThat(items("/v1/erasures?service=ns/erased", READER)).hasSize(1);
  }

  private static JsonNode items(String path, String token) throws Exception {
    HttpResponse<String> response = get(path, token);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("items");
  }

  private static List<JsonNode> tree(String lines) throws Exception {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private static List<String> answered(String path, String service) throws Exception {
    HttpResponse<String> response = get(path, KEYS.archive(service));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    for (String line : response.body().lines().toList()) {
      ids.add(JSON.readTree(line).path("interactionId").asText());
    }
    return ids;
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path, token));
  }

  private static HttpRequest.Builder post(String path, String token, String body) {
    return request(path, token).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
