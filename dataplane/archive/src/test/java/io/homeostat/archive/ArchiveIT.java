package io.homeostat.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.api.Access;
import io.homeostat.archive.api.ArchiveApi;
import io.homeostat.archive.intake.ResourceIntake;
import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.EventStore;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Queries;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.events.Feedback;
import io.homeostat.events.security.DerivedKeys;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the archive keeps and answers, on a real PostgreSQL. */
class ArchiveIT {
  private static final DerivedKeys KEYS = new DerivedKeys("0123456789abcdef0123456789abcdef");
  private static final String READER = "reader-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedPostgres postgres;
  private static Database database;
  private static Vertx vertx;
  private static int port;
  private static ResourceStore resources;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    database = new Database(postgres.getPostgresDatabase());
    database.migrate();
    database.migrate();
    resources = new ResourceStore(database, Clock.systemUTC());
    Queries queries = new Queries(database);
    ArchiveApi api =
        new ArchiveApi(queries, new Lineage(queries, resources), new Access(KEYS, READER));
    vertx = Vertx.vertx();
    port =
        vertx
            .createHttpServer()
            .requestHandler(api.router(vertx))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await();
    postgres.close();
  }

  @Test
  void whatIsStoredTwiceIsThereOnceAndCanBeTraced() throws Exception {
    EventStore store = new EventStore(database);
    for (int i = 0; i < 2; i++) {
      store.interactions(List.of(Records.interaction("trace-1", "ns/traced", "24 May 2029", true)));
      store.scores(List.of(Records.score("trace-1", "ns/traced", 1.0)));
    }
    ResourceIntake objects = new ResourceIntake(resources);
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
  void theLatestCorrectionOfEachInteractionThatMayTrainIsGivenToItsServiceAlone() throws Exception {
    EventStore store = new EventStore(database);
    String service = "ns/corrected";
    store.interactions(
        List.of(
            Records.interaction("c1", service, "24 May 2029", true),
            Records.interaction("c2", service, "1 May 2030", false)));
    store.scores(List.of(Records.score("c1", service, 0.0), Records.score("c2", service, 0.0)));
    store.feedback(
        List.of(
            new Feedback(1, "f1", "c1", service, Records.AT, "desk-1", null, "wrong", null),
            new Feedback(1, "f2", "resp-c1", service, Records.AT + 10, "desk-2", null, "24 May", null),
            new Feedback(1, "f3", "c2", service, Records.AT, "desk-3", null, "1 May", null),
            new Feedback(1, "f4", "c1", "ns/other", Records.AT + 20, "desk-4", null, "foreign", null)));
    String path = "/v1/corrections?service=ns/corrected&capability=date&since=2020-01-01T00:00:00Z";
    HttpResponse<String> response = get(path, KEYS.archive(service));
    assertThat(response.body().lines()).hasSize(1);
    JsonNode line = JSON.readTree(response.body());
    assertThat(line.path("correction").asText()).isEqualTo("24 May");
    assertThat(line.path("source").asText()).isEqualTo("desk-2");
    assertThat(line.at("/messages/0/content").asText()).isEqualTo("q");
    assertThat(get(path, KEYS.archive("ns/other")).statusCode()).isEqualTo(401);
  }

  @Test
  void qualityIsAMeanOverSessions() throws Exception {
    EventStore store = new EventStore(database);
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

  private static HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
