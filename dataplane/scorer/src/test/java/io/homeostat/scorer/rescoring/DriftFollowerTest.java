package io.homeostat.scorer.rescoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.EventCodec;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verdicts read with Kafka's own mock of a broker. */
class DriftFollowerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.VERDICTS, 0);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Drifted world = new Drifted();
  private final List<RescoringVerdict> published = new CopyOnWriteArrayList<>();
  private final MockConsumer<String, byte[]> broker = new MockConsumer<>("earliest");
  private final DriftFollower follower =
      new DriftFollower(
          broker,
          new Rescorings(
              world.definitions, world::stored, published::add, Runnable::run, world.clock),
          new Summaries(world.definitions, _ -> {}, Runnable::run, world.clock));
  private Thread thread;

  private void start(Verdict... verdicts) {
    broker.schedulePollTask(
        () -> {
          broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
          broker.updateEndOffsets(Map.of(PARTITION, (long) verdicts.length));
          broker.rebalance(List.of(PARTITION));
          for (int i = 0; i < verdicts.length; i++) {
            broker.addRecord(record(i, verdicts[i]));
          }
        });
    thread = Thread.ofPlatform().daemon().start(follower);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, Verdict verdict) {
    return new ConsumerRecord<>(
        Topics.VERDICTS, 0, offset, verdict.key(), EventCodec.encode(verdict));
  }

  @AfterEach
  void stop() throws Exception {
    follower.close();
    thread.join(LONG);
    assertThat(broker.closed()).isTrue();
  }

  @Test
  void aDriftHasItsAnswersRatedAgain() {
    start(Drifted.verdict(Drifted.fell("Quality")));
    await().atMost(LONG).untilAsserted(() -> assertThat(published).hasSize(1));
  }

  @Test
  void whatWasRatedBeforeIsReadFirst() throws Exception {
    RescoringVerdict before =
        new Rescoring(world.definitions, world::stored, world.clock)
            .rate(Drifted.verdict(), Drifted.fell("Quality"))
            .orElseThrow();
    start(Drifted.verdict(Drifted.fell("Quality")), before);
    await().atMost(LONG).untilAsserted(() -> assertThat(broker.position(PARTITION)).isEqualTo(2));
    follower.close();
    thread.join(LONG);
    assertThat(published).isEmpty();
  }
}
