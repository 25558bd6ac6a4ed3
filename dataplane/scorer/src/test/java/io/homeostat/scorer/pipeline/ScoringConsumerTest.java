package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.ServicePartitioner;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.ScoringPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.INTERACTIONS, 0);

  private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
  private final MockProducer<String, byte[]> stored =
      new MockProducer<>(
          true, new ServicePartitioner(), new StringSerializer(), new ByteArraySerializer());
  private final Definitions definitions = new Definitions();
  private ScoringConsumer consumer;
  private Thread thread;

  @BeforeEach
  void start() {
    definitions.putPolicy(
        "ns/p",
        new ScoringPolicy("ns/support", null, new ScoringPolicy.Weights(0, 1, 0), List.of(), 0, 1));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer =
        new ScoringConsumer(
            kafka,
            new EventProducer(stored),
            new InteractionScorer(
                (reference, answer) -> OptionalDouble.of(reference.equals(answer) ? 1 : 0),
                (reference, answer) -> OptionalDouble.empty()),
            definitions,
            new ScorerMetrics(new SimpleMeterRegistry()),
            Clock.systemUTC());
    kafka.schedulePollTask(() -> kafka.rebalance(Set.of(PARTITION)));
    thread = Thread.ofPlatform().start(consumer::run);
    await().until(() -> !kafka.assignment().isEmpty());
  }

  @AfterEach
  void stop() throws InterruptedException {
    consumer.close();
    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void everyInteractionGivesOneScoreUnderItsOwnKey() {
    add(0, EventCodec.encode(interaction("i0", "ns/support", "4")));
    add(1, EventCodec.encode(interaction("i1", "ns/support", "5")));
    await().untilAsserted(() -> assertThat(stored.history()).hasSize(2));
    assertThat(stored.history())
        .extracting(ProducerRecord::key)
        .containsExactlyInAnyOrder("ns/support|i0", "ns/support|i1");
    assertThat(stored.history())
        .extracting(record -> EventCodec.decode(record.value(), Score.class).composite())
        .containsExactlyInAnyOrder(1.0, 0.0);
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
  }

  @Test
  void poisonGoesToTheDeadLettersWithItsBytesAndTheRestIsScored() {
    add(0, "not json".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    add(1, EventCodec.encode(interaction(null, "ns/support", "4")));
    add(2, new byte[0]);
    add(3, EventCodec.encode(interaction("i3", "ns/support", "4")));
    await().untilAsserted(() -> assertThat(stored.history()).hasSize(4));
    List<ProducerRecord<String, byte[]>> dead =
        stored.history().stream()
            .filter(record -> record.topic().equals(Topics.DEAD_LETTERS))
            .toList();
    assertThat(dead).hasSize(3);
    assertThat(dead)
        .extracting(record -> EventCodec.decode(record.value(), DeadLetter.class).consumer())
        .containsOnly("scorer");
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(4));
  }

  @Test
  void aServiceWithoutAPolicyIsPassedOver() {
    add(0, EventCodec.encode(interaction("i0", "ns/unknown", "4")));
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(1));
    assertThat(stored.history()).isEmpty();
  }

  private long committed() {
    OffsetAndMetadata committed = kafka.committed(Set.of(PARTITION)).get(PARTITION);
    return committed == null ? -1 : committed.offset();
  }

  private void add(long offset, byte[] value) {
    kafka.schedulePollTask(
        () ->
            kafka.addRecord(
                new ConsumerRecord<>(Topics.INTERACTIONS, 0, offset, "ns/support|x", value)));
  }

  private static Interaction interaction(String id, String service, String answer) {
    return new Interaction(
        1,
        id,
        "r",
        1,
        service,
        "support-0",
        "Stable",
        "support-0",
        1,
        "s",
        "desk-1",
        null,
        "4",
        List.of(new Message("user", "2+2?")),
        answer,
        false,
        200,
        null,
        "stop",
        10,
        null,
        null,
        5,
        5,
        null,
        List.of("Scoring"),
        null,
        null, null, null, null, null, null);
  }
}
