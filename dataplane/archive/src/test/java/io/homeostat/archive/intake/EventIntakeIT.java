package io.homeostat.archive.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.archive.ArchiveDatabase;
import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.EventStore;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.ServicePartitioner;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of records on their way to a real PostgreSQL. */
class EventIntakeIT {
  private static final long AT = 1_790_000_000_000L;

  private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
  private final MockProducer<String, byte[]> dead =
      new MockProducer<>(
          true, new ServicePartitioner(), new StringSerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ArchiveDatabase archive;
  private EventIntake intake;

  @BeforeEach
  void start() throws Exception {
    archive = new ArchiveDatabase();
    intake = intake(archive.store);
  }

  private EventIntake intake(EventStore store) {
    return new EventIntake(kafka, new EventProducer(dead), store, registry);
  }

  @AfterEach
  void stop() throws Exception {
    archive.close();
  }

  @Test
  void poisonGoesToTheDeadLettersAndTheRestIsStored() throws Exception {
    Thread thread =
        runs(
            Topics.FEEDBACK,
            "ns/p|x",
            "poison".getBytes(StandardCharsets.UTF_8),
            EventCodec.encode(
                new Feedback(1, "p1", "x", "ns/p", AT, "desk", null, "with a \u0000 in it", null)),
            EventCodec.encode(
                new Feedback(1, "p2", "x", "ns/p", AT, null, null, "no source", null)),
            EventCodec.encode(new Feedback(1, "p3", "x", "ns/p", AT, "desk", 1.0, null, null)));
    await().untilAsserted(() -> assertThat(stored()).containsExactly("p1", "p3"));
    await().untilAsserted(() -> assertThat(dead.history()).hasSize(2));
    intake.close();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void theEndOfAVerdictsSubjectIsNoPoison() throws Exception {
    Thread thread = runs(Topics.VERDICTS, "ns/s|Drift|ns/m", (byte[]) null);
    TopicPartition partition = new TopicPartition(Topics.VERDICTS, 0);
    await().untilAsserted(() -> assertThat(kafka.committed(Set.of(partition))).isNotEmpty());
    intake.close();
    thread.join(5_000);
    assertThat(dead.history()).isEmpty();
  }

  /**
   * A full disk is simulated where JDBC reports it: PostgreSQL answers every statement with SQL
   * state 53100 until there is room again.
   */
  @Test
  void aFullDiskIsWaitedForAndCostsNothing() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    Database crowded =
        new Database(
            new SimpleDataSource() {
              @Override
              public Connection getConnection() throws SQLException {
                if (full.get()) {
                  throw new SQLException("could not extend file: No space left on device", "53100");
                }
                return archive.connection();
              }
            });
    intake = intake(archive.store(crowded));
    Thread thread = runs(Topics.FEEDBACK, "ns/p|x", feedback("p1"), feedback("p2"));
    await().untilAsserted(() -> assertThat(retries()).isGreaterThanOrEqualTo(2));
    assertThat(stored()).isEmpty();
    full.set(false);
    await().untilAsserted(() -> assertThat(stored()).containsExactly("p1", "p2"));
    intake.close();
    thread.join(5_000);
    assertThat(dead.history()).isEmpty();
  }

  @Test
  void aDatabaseThatWasAwayGetsEachRecordOnceWhatEverCameMeanwhile() throws Exception {
    archive.stop();
    TopicPartition partition = new TopicPartition(Topics.FEEDBACK, 0);
    Thread thread = runs(Topics.FEEDBACK, "ns/p|x", feedback("p1"), feedback("p2"));
    await().untilAsserted(() -> assertThat(retries()).isGreaterThanOrEqualTo(1));
    kafka.schedulePollTask(
        () ->
            kafka.addRecord(new ConsumerRecord<>(Topics.FEEDBACK, 0, 2, "ns/p|x", feedback("p3"))));
    await().untilAsserted(() -> assertThat(retries()).isGreaterThanOrEqualTo(3));
    assertThat(kafka.committed(Set.of(partition))).isEmpty();
    archive.startAgain();
    await().untilAsserted(() -> assertThat(stored()).containsExactly("p1", "p2", "p3"));
    await()
        .untilAsserted(
            () ->
                assertThat(kafka.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(3));
    intake.close();
    thread.join(5_000);
    assertThat(dead.history()).isEmpty();
  }

  private static byte[] feedback(String id) {
    return EventCodec.encode(new Feedback(1, id, "x", "ns/p", AT, "desk", 1.0, null, null));
  }

  /** Starts the intake on a partition that holds these values. */
  private Thread runs(String topic, String key, byte[]... values) {
    TopicPartition partition = new TopicPartition(topic, 0);
    kafka.updateBeginningOffsets(Map.of(partition, 0L));
    kafka.schedulePollTask(
        () -> {
          kafka.rebalance(Set.of(partition));
          for (int offset = 0; offset < values.length; offset++) {
            kafka.addRecord(new ConsumerRecord<>(topic, 0, offset, key, values[offset]));
          }
        });
    return Thread.ofPlatform().start(intake::run);
  }

  private List<String> stored() throws SQLException {
    return archive.column("select id from feedback where service = 'ns/p' order by id");
  }

  private double retries() {
    return registry.counter(ArchiveMetrics.RETRIES).count();
  }
}
