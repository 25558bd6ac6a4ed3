package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Topics;
import io.homeostat.judge.SteppingClock;
import io.homeostat.scorer.policy.JudgeMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What scorers published, read with Kafka's own mock of a broker. */
class JudgeFollowerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.VERDICTS, 0);

  private final JudgeMemory memory =
      new JudgeMemory("scorer-2", new SteppingClock("2026-11-21T12:00:00Z"));
  private final MockConsumer<String, byte[]> broker = new MockConsumer<>("earliest");
  private final JudgeFollower follower = new JudgeFollower(broker, memory);
  private Thread thread;

  @AfterEach
  void stop() throws Exception {
    follower.close();
    thread.join(Duration.ofSeconds(10));
    assertThat(broker.closed()).isTrue();
  }

  @Test
  void thePastIsKnownBeforeTheStartAndWhatFollowsIsTakenInWhateverElseIsThere() throws Exception {
    List<byte[]> values =
        List.of(
            "no JSON".getBytes(StandardCharsets.UTF_8), EventCodec.encode(verdict("scorer-1", 40)));
    start(2, values);
    assertThat(follower.awaitPast(Duration.ofSeconds(20))).isTrue();
    assertThat(memory.budget("ns/j").usage().total().requests()).isEqualTo(40);

    broker.schedulePollTask(
        () -> broker.addRecord(record(2, EventCodec.encode(verdict("scorer-3", 2)))));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(memory.budget("ns/j").usage().total().requests()).isEqualTo(42));
  }

  @Test
  void aPastThatIsNotReadInTimeIsSaid() throws Exception {
    start(1, List.of());
    assertThat(follower.awaitPast(Duration.ofMillis(50))).isFalse();
  }

  private void start(long end, List<byte[]> values) {
    Node node = new Node(0, "localhost", 1);
    broker.updatePartitions(
        Topics.VERDICTS,
        List.of(new PartitionInfo(Topics.VERDICTS, 0, node, new Node[] {node}, new Node[] {node})));
    broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
    broker.updateEndOffsets(Map.of(PARTITION, end));
    broker.schedulePollTask(
        () -> {
          for (int i = 0; i < values.size(); i++) {
            broker.addRecord(record(i, values.get(i)));
          }
        });
    thread = Thread.ofPlatform().daemon().start(follower);
  }

  private static ConsumerRecord<String, byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(Topics.VERDICTS, 0, offset, "ns/j|Judge|ns/j", value);
  }

  private static JudgeVerdict verdict(String scorer, long requests) {
    return new JudgeVerdict(
        EventCodec.SCHEMA_VERSION,
        "ns/j",
        "u",
        "ns/j",
        0,
        "digest",
        true,
        .9,
        .8,
        .0,
        60,
        0,
        "Calibrated",
        "",
        null,
        List.of(),
        null,
        null,
        new JudgeUsage("2026-11-21", Map.of(scorer, new JudgeUsage.Spent(requests, 0))));
  }
}
