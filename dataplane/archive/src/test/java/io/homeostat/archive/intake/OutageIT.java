package io.homeostat.archive.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.archive.ArchiveDatabase;
import io.homeostat.archive.Records;
import io.homeostat.archive.store.Database;
import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A real PostgreSQL is down for ten minutes of traffic, by a clock that the test moves on, while
 * records keep coming through a real broker and some come twice: none is lost and none is doubled.
 */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SERVICE = "ns/outage";
  private static final int MINUTES = 10;
  private static final int PER_MINUTE = 120;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private int minutes;
  private int sent;

  /**
   * Interactions with their scores, and feedback on each tenth; every seventh record comes twice.
   */
  private void minute(ArchiveDatabase archive, KafkaProducer<String, byte[]> producer) {
    for (int i = 0; i < PER_MINUTE; i++) {
      String id = "i-" + sent++;
      long at = Records.AT + 60_000L * minutes + 500L * i;
      send(producer, Topics.INTERACTIONS, id, Records.at(id, SERVICE, at));
      send(producer, Topics.SCORES, id, Records.score(id, SERVICE, 0.5));
      if (i % 10 == 0) {
        Feedback word = new Feedback(1, "f-" + id, id, SERVICE, at, "desk", 1.0, null, null);
        send(producer, Topics.FEEDBACK, id, word);
      }
    }
    producer.flush();
    minutes++;
    archive.passes(Duration.ofMinutes(1));
  }

  private void send(KafkaProducer<String, byte[]> producer, String topic, String id, Object event) {
    int times = sent % 7 == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      producer.send(new ProducerRecord<>(topic, Topics.key(SERVICE, id), EventCodec.encode(event)));
    }
  }

  private void everythingIsThereOnce(ArchiveDatabase archive) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(count(archive, "interaction", "id")).isEqualTo(sent + "/" + sent);
              assertThat(count(archive, "content", "interaction_id")).isEqualTo(sent + "/" + sent);
              assertThat(count(archive, "score", "interaction_id")).isEqualTo(sent + "/" + sent);
              assertThat(count(archive, "feedback", "id")).isEqualTo(sent / 10 + "/" + sent / 10);
            });
  }

  private static String count(ArchiveDatabase archive, String table, String id) throws Exception {
    return archive
        .column(
            "select count(*) || '/' || count(distinct %s) from %s where service = '%s'"
                .formatted(id, table, SERVICE))
        .getFirst();
  }

  @Test
  void tenMinutesWithoutTheDatabaseLoseNothingAndDoubleNothing() throws Exception {
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        KafkaProducer<String, byte[]> producer = broker.producer();
        ArchiveDatabase archive = new ArchiveDatabase();
        Database pooled = archive.pooled()) {
      TopicSetup.ensure(admin);
      EventIntake intake =
          new EventIntake(
              new KafkaClients(broker.bootstrap(), "archive").consumer("archive", 500),
              new EventProducer(broker.producer()),
              archive.store(pooled),
              registry);
      Thread reader = Thread.ofPlatform().start(intake::run);
      try {
        minute(archive, producer);
        everythingIsThereOnce(archive);
        archive.stop();
        for (int i = 0; i < MINUTES; i++) {
          minute(archive, producer);
        }
        await().atMost(PATIENCE).until(() -> retries() >= 2);
        archive.startAgain();
        minute(archive, producer);
        everythingIsThereOnce(archive);
        assertThat(broker.committed(Topics.DEAD_LETTERS)).isEmpty();
      } finally {
        intake.close();
        reader.join(10_000);
      }
    }
  }

  private double retries() {
    return registry.counter(ArchiveMetrics.RETRIES).count();
  }
}
