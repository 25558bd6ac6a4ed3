package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.ServicePartitioner;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.Scorers;
import io.homeostat.scorer.policy.Definitions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.INTERACTIONS, 0);
  private static final TopicPartition SAID = new TopicPartition(Topics.FEEDBACK, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
  private final MockProducer<String, byte[]> stored =
      new MockProducer<>(
          true, new ServicePartitioner(), new StringSerializer(), new ByteArraySerializer());
  private final Definitions definitions = new Definitions();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CountDownLatch slow = new CountDownLatch(1);
  private ScoringConsumer consumer;
  private Thread thread;

  @BeforeEach
  void start() {
    definitions.putPolicy("ns/p", Policies.of("scorers: {lexical: {}}"));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L, SAID, 0L));
    consumer =
        new ScoringConsumer(
            kafka,
            stored,
            StartingPoint.EARLIEST,
            Scorers.with(this::compare, (reference, answer) -> OptionalDouble.empty()),
            definitions,
            new ScorerMetrics(metrics),
            Clock.systemUTC());
    kafka.schedulePollTask(() -> kafka.rebalance(Set.of(PARTITION, SAID)));
    thread = Thread.ofPlatform().start(consumer::run);
    await().atMost(PATIENCE).until(() -> !kafka.assignment().isEmpty());
  }

  @AfterEach
  void stop() throws InterruptedException {
    consumer.close();
    thread.join(PATIENCE);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void everyInteractionGivesOneScoreUnderItsOwnKeyTogetherWithItsOffset() {
    add(0, answered("i0", "4"));
    add(1, answered("i1", "5"));
    awaitStored(2);
    assertThat(stored.history())
        .extracting(ProducerRecord::key)
        .containsExactlyInAnyOrder("ns/support|i0", "ns/support|i1");
    assertThat(stored.history())
        .extracting(record -> EventCodec.decode(record.value(), Score.class).composite())
        .containsExactlyInAnyOrder(1.0, 0.0);
    awaitCommitted(2);
  }

  @Test
  void aScoreThatIsDoneIsStoredWhileAnEarlierOneStillWaits() throws Exception {
    add(0, answered("i0", "slow"));
    add(1, answered("i1", "4"));
    awaitStored(1);
    awaitCommitted(0);
    OffsetTracker next = OffsetTracker.from(committed());
    assertThat(next.start(0)).isTrue();
    assertThat(next.start(1)).isFalse();
    slow.countDown();
    awaitStored(2);
    awaitCommitted(2);
  }

  @Test
  void whatTheBrokerDoesNotTakeIsStoredOnceLater() {
    stored.commitTransactionException = new KafkaException("away");
    add(0, answered("i0", "4"));
    await().atMost(PATIENCE).until(() -> stored.transactionAborted());
    assertThat(stored.history()).isEmpty();
    stored.commitTransactionException = null;
    awaitStored(1);
    awaitCommitted(1);
  }

  @Test
  void poisonGoesToTheDeadLettersWithItsBytesAndTheRestIsScored() {
    byte[] large = new byte[ScoringConsumer.MOST_RECORD_BYTES + 1];
    add(0, "not json".getBytes(StandardCharsets.UTF_8));
    add(1, answered(null, "4"));
    add(2, new byte[0]);
    add(3, large);
    add(4, answered("i4", "broken"));
    add(5, answered("i5", "4"));
    awaitStored(6);
    List<DeadLetter> dead =
        stored.history().stream()
            .filter(record -> record.topic().equals(Topics.DEAD_LETTERS))
            .map(record -> decode(record.value()))
            .toList();
    assertThat(dead).hasSize(5).extracting(DeadLetter::consumer).containsOnly("scorer");
    assertThat(letter(dead, 0).kept()).asString().isEqualTo("not json");
    assertThat(letter(dead, 0).whole()).isTrue();
    assertThat(letter(dead, 3).bytes()).isEqualTo(large.length);
    assertThat(letter(dead, 3).whole()).isFalse();
    assertThat(letter(dead, 4).reason()).isEqualTo("could not be scored: IllegalStateException");
    assertThat(metrics.counter(ScorerMetrics.DEAD_LETTERS).count()).isEqualTo(5);
    awaitCommitted(6);
  }

  @Test
  void scoresMadeElsewhereComeWithTheInteractionThatTheyAreAbout() {
    feedback(
        0, new Feedback(1, "f0", "i0", "ns/support", 1, "desk", null, null, Map.of("tone", .7)));
    feedback(1, new Feedback(1, "f1", "r", "ns/support", 1, "desk", null, null, Map.of("wit", .2)));
    feedback(2, new Feedback(1, "f2", "i0", "ns/support", 1, "desk", 1d, null, null));
    add(0, answered("i0", "4"));
    awaitStored(1);
    assertThat(decodeScore(stored.history().getFirst().value()).parts())
        .isEqualTo(Map.of("lexical", 1d, "external.tone", .7, "external.wit", .2));
  }

  @Test
  void aServiceWithoutAPolicyIsPassedOver() {
    add(0, EventCodec.encode(Asked.answered("4").service("ns/unknown").build()));
    awaitCommitted(1);
    assertThat(stored.history()).isEmpty();
  }

  private OptionalDouble compare(String reference, String answer) throws InterruptedException {
    if (answer.equals("slow")) {
      slow.await();
    }
    if (answer.equals("broken")) {
      throw new IllegalStateException("broken on purpose");
    }
    return OptionalDouble.of(reference.equals(answer) ? 1 : 0);
  }

  private static DeadLetter letter(List<DeadLetter> dead, long offset) {
    return dead.stream().filter(one -> one.offset() == offset).findFirst().orElseThrow();
  }

  private static DeadLetter decode(byte[] bytes) {
    try {
      return EventCodec.decode(bytes, DeadLetter.class);
    } catch (MalformedEventException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitStored(int records) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored.history()).hasSize(records));
  }

  private void awaitCommitted(long offset) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(committed())
                    .isNotNull()
                    .extracting(OffsetAndMetadata::offset)
                    .isEqualTo(offset));
  }

  private OffsetAndMetadata committed() {
    return stored.consumerGroupOffsetsHistory().stream()
        .flatMap(groups -> groups.values().stream())
        .map(offsets -> offsets.get(PARTITION))
        .reduce((first, last) -> last)
        .orElse(null);
  }

  private void add(long offset, byte[] value) {
    kafka.schedulePollTask(
        () ->
            kafka.addRecord(
                new ConsumerRecord<>(Topics.INTERACTIONS, 0, offset, "ns/support|x", value)));
  }

  private void feedback(long offset, Feedback feedback) {
    kafka.schedulePollTask(
        () ->
            kafka.addRecord(
                new ConsumerRecord<>(
                    Topics.FEEDBACK, 0, offset, "ns/support|x", EventCodec.encode(feedback))));
  }

  private static Score decodeScore(byte[] bytes) {
    try {
      return EventCodec.decode(bytes, Score.class);
    } catch (MalformedEventException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] answered(String id, String answer) {
    return EventCodec.encode(Asked.answered(answer).id(id).reference("4").build());
  }
}
