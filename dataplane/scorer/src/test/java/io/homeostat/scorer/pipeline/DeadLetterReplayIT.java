package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.DeadLetterReplay;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** On a real broker every dead letter is sent again once. */
class DeadLetterReplayIT {
  @Test
  void eachWholeLetterGoesBackOnceToWhereItsRecordCameFrom() throws Exception {
    try (Broker broker = Broker.start()) {
      KafkaClients clients = new KafkaClients(broker.bootstrap(), "test");
      try (Admin admin = clients.admin()) {
        TopicSetup.ensure(admin);
      }
      DeadLetterReplay replay = new DeadLetterReplay(clients);
      bury(clients, letter("scorer", "one", 3));
      bury(clients, letter("scorer", "two", 3));
      bury(clients, letter("monitor", "cut off", 70));

      assertThat(replay.run(true))
          .isEqualTo(new DeadLetterReplay.Result(Map.of("scorer", 2), 1, 0));
      assertThat(broker.committed(Topics.INTERACTIONS)).isEmpty();
      assertThat(replay.run(false).replayed()).isEqualTo(Map.of("scorer", 2));
      assertThat(replay.run(false).replayed()).isEmpty();
      assertThat(broker.committed(Topics.INTERACTIONS))
          .extracting(
              record -> record.key() + "=" + new String(record.value(), StandardCharsets.UTF_8))
          .containsExactlyInAnyOrder("ns/support|x=one", "ns/support|x=two");

      bury(clients, letter("scorer", "new", 3));
      assertThat(replay.run(false).replayed()).isEqualTo(Map.of("scorer", 1));
      assertThat(broker.committed(Topics.INTERACTIONS)).hasSize(3);
    }
  }

  private static void bury(KafkaClients clients, DeadLetter letter) throws Exception {
    try (EventProducer producer = new EventProducer(clients.producer(30_000))) {
      producer.send(Topics.DEAD_LETTERS, letter.recordKey(), letter).get();
    }
  }

  /** A letter about a record of so many bytes. */
  private static DeadLetter letter(String consumer, String text, int bytes) {
    DeadLetter whole =
        DeadLetter.of(
            consumer,
            Topics.INTERACTIONS,
            0,
            1,
            "reason",
            "ns/support|x",
            text.getBytes(StandardCharsets.UTF_8));
    return new DeadLetter(
        whole.schemaVersion(),
        consumer,
        whole.topic(),
        0,
        1,
        whole.reason(),
        whole.key(),
        whole.payload(),
        bytes);
  }
}
