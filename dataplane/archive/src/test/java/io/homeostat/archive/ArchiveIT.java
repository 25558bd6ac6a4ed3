package io.homeostat.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.archive.api.Access;
import io.homeostat.archive.api.ArchiveApi;
import io.homeostat.archive.intake.EventIntake;
import io.homeostat.archive.intake.ResourceIntake;
import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.EventStore;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Queries;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.ServicePartitioner;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.security.DerivedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The archive on a real PostgreSQL. */
class ArchiveIT {
  private static final DerivedKeys KEYS = new DerivedKeys("0123456789abcdef0123456789abcdef");
  private static final String READER = "reader-token";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOW = 1_790_000_000_000L;

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
      store.interactions(List.of(interaction("trace-1", "ns/traced", "24 May 2029", true)));
      store.scores(List.of(score("trace-1", "ns/traced", 1.0)));
    }
    ResourceIntake objects = new ResourceIntake(resources);
    objects.changed(release());
    objects.changed(run());
    objects.flush();

    HttpResponse<String> byResponse = get("/v1/trace/resp-trace-1", READER);
    assertThat(byResponse.statusCode()).isEqualTo(200);
    JsonNode trace = JSON.readTree(byResponse.body());
    assertThat(trace.at("/interaction/id").asText()).isEqualTo("trace-1");
    assertThat(trace.at("/score/composite").asDouble()).isEqualTo(1.0);
    assertThat(trace.at("/release/spec/provenance/healingRun").asText()).isEqualTo("run-1");
    assertThat(trace.at("/drift/capability").asText()).isEqualTo("date");
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
            interaction("c1", service, "24 May 2029", true),
            interaction("c2", service, "1 May 2030", false)));
    store.scores(List.of(score("c1", service, 0.0), score("c2", service, 0.0)));
    store.feedback(
        List.of(
            new Feedback(1, "f1", "c1", service, NOW, "desk-1", null, "wrong"),
            new Feedback(1, "f2", "resp-c1", service, NOW + 10, "desk-2", null, "24 May"),
            new Feedback(1, "f3", "c2", service, NOW, "desk-3", null, "1 May"),
            new Feedback(1, "f4", "c1", "ns/other", NOW + 20, "desk-4", null, "foreign")));
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
            sessionScore("q1", "s1", 1.0),
            sessionScore("q2", "s1", 0.0),
            sessionScore("q3", "s2", 1.0)));
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
  void poisonGoesToTheDeadLettersAndTheRestIsStored() throws Exception {
    TopicPartition partition = new TopicPartition(Topics.FEEDBACK, 0);
    MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    kafka.updateBeginningOffsets(Map.of(partition, 0L));
    MockProducer<String, byte[]> dead =
        new MockProducer<>(
            true, new ServicePartitioner(), new StringSerializer(), new ByteArraySerializer());
    EventIntake intake =
        new EventIntake(
            kafka, new EventProducer(dead), new EventStore(database), new SimpleMeterRegistry());
    kafka.schedulePollTask(
        () -> {
          kafka.rebalance(Set.of(partition));
          add(kafka, 0, "poison".getBytes(StandardCharsets.UTF_8));
          add(
              kafka,
              1,
              EventCodec.encode(
                  new Feedback(1, "p1", "x", "ns/p", NOW, "desk", null, "with a \u0000 in it")));
          add(
              kafka,
              2,
              EventCodec.encode(new Feedback(1, "p2", "x", "ns/p", NOW, null, null, "no source")));
          add(
              kafka,
              3,
              EventCodec.encode(new Feedback(1, "p3", "x", "ns/p", NOW, "desk", 1.0, null)));
        });
    Thread thread = Thread.ofPlatform().start(intake::run);
    await().untilAsserted(() -> assertThat(stored()).containsExactly("p1", "p3"));
    await().untilAsserted(() -> assertThat(dead.history()).hasSize(2));
    intake.close();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void theEndOfAVerdictsSubjectIsNoPoison() throws Exception {
    TopicPartition partition = new TopicPartition(Topics.VERDICTS, 0);
    MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    kafka.updateBeginningOffsets(Map.of(partition, 0L));
    MockProducer<String, byte[]> dead =
        new MockProducer<>(
            true, new ServicePartitioner(), new StringSerializer(), new ByteArraySerializer());
    EventIntake intake =
        new EventIntake(
            kafka, new EventProducer(dead), new EventStore(database), new SimpleMeterRegistry());
    kafka.schedulePollTask(
        () -> {
          kafka.rebalance(Set.of(partition));
          kafka.addRecord(new ConsumerRecord<>(Topics.VERDICTS, 0, 0, "ns/s|Drift|ns/m", null));
        });
    Thread thread = Thread.ofPlatform().start(intake::run);
    await().untilAsserted(() -> assertThat(kafka.committed(Set.of(partition))).isNotEmpty());
    intake.close();
    thread.join(5_000);
    assertThat(dead.history()).isEmpty();
  }

  private static List<String> stored() throws java.sql.SQLException {
    return database.query(
        "select id from feedback where service = 'ns/p' order by id",
        _ -> {},
        row -> row.getString(1));
  }

  private static void add(MockConsumer<String, byte[]> kafka, long offset, byte[] value) {
    kafka.addRecord(new ConsumerRecord<>(Topics.FEEDBACK, 0, offset, "ns/p|x", value));
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Interaction interaction(
      String id, String service, String answer, boolean training) {
    return new Interaction(
        1,
        id,
        "resp-" + id,
        NOW,
        service,
        "support-0123456789",
        "Stable",
        "support-0123456789",
        3,
        "s",
        "desk-1",
        "date",
        null,
        List.of(new Message("user", "q")),
        answer,
        false,
        200,
        null,
        "stop",
        10,
        null,
        3,
        4,
        training ? List.of("Scoring", "Training") : List.of("Scoring"));
  }

  private static Score score(String id, String service, double value) {
    return new Score(
        1,
        id,
        "resp-" + id,
        service,
        "support-0123456789",
        "Stable",
        3,
        "s",
        "date",
        NOW,
        "set",
        Map.of("judge", value),
        value,
        null,
        false,
        true,
        "d");
  }

  private static Score sessionScore(String id, String session, double value) {
    return new Score(
        1,
        id,
        id,
        "ns/quality",
        "r",
        "Stable",
        3,
        session,
        "date",
        NOW,
        "set",
        Map.of(),
        value,
        null,
        false,
        true,
        "d");
  }

  private static Release release() {
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("ns")
            .withName("support-0123456789")
            .withUid("u1")
            .build());
    release.setSpec(
        new ReleaseSpec(
            new Ref("traced"),
            "f",
            "a-1",
            null,
            new ReleaseSpec.Provenance("run-1", "run-1-tune", "run-1-data", 1)));
    return release;
  }

  private static HealingRun run() {
    HealingRun run = new HealingRun();
    run.setMetadata(
        new ObjectMetaBuilder().withNamespace("ns").withName("run-1").withUid("u2").build());
    run.setSpec(
        new HealingRunSpec(
            new Ref("p"),
            new Ref("traced"),
            new HealingRunSpec.Drift(
                "m", "date", "Quality", "0.9", "0.98", "2026-11-21T00:00:00Z", "ExpectedAnswers"),
            "r",
            "f",
            null));
    run.setStatus(
        new HealingRunStatus(
            1L,
            List.of(),
            "Succeeded",
            "run-1-data",
            "run-1-tune",
            "r",
            "run-1-eval",
            "run-1-canary",
            null,
            null,
            null));
    return run;
  }
}
