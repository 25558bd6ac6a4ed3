package io.homeostat.operator.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The consumer against Kafka's own mock of a broker. */
class VerdictConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.VERDICTS, 0);

  private final VerdictStore store = new VerdictStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile MockConsumer<byte[], byte[]> broker;
  private final VerdictConsumer consumer =
      new VerdictConsumer(
          this::connect, store, new OperatorMetrics(registry), Duration.ofMillis(20));

  private MockConsumer<byte[], byte[]> connect() {
    connections.incrementAndGet();
    MockConsumer<byte[], byte[]> made = new MockConsumer<>("earliest");
    Node node = new Node(0, "localhost", 1);
    made.updatePartitions(
        Topics.VERDICTS,
        List.of(new PartitionInfo(Topics.VERDICTS, 0, node, new Node[] {node}, new Node[] {node})));
    made.updateBeginningOffsets(Map.of(PARTITION, 0L));
    broker = made;
    return made;
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  private void connected(int times) {
    await()
        .untilAsserted(
            () -> {
              assertThat(connections.get()).isGreaterThanOrEqualTo(times);
              assertThat(broker.assignment()).containsExactly(PARTITION);
            });
  }

  private void send(long offset, byte[] value, String key) {
    MockConsumer<byte[], byte[]> now = broker;
    now.schedulePollTask(
        () ->
            now.addRecord(
                new ConsumerRecord<>(
                    Topics.VERDICTS, 0, offset, key.getBytes(StandardCharsets.UTF_8), value)));
  }

  private static CanaryVerdict verdict(long asOf) {
    return new CanaryVerdict(
        1, "ns/c", "u", "ns/support", asOf, "f", "d", "Continue", "r", "m", 1, 1, List.of());
  }

  @Test
  void readsFromTheBeginningAndSkipsWhatItCannotRead() {
    consumer.start();
    connected(1);
    send(0, "poison".getBytes(StandardCharsets.UTF_8), "ns/support|Canary|ns/c");
    send(1, EventCodec.encode(verdict(10)), verdict(10).key());

    await().untilAsserted(() -> assertThat(store.canary("ns/c")).isPresent());
    assertThat(
            registry
                .get("homeostat.operator.verdicts")
                .tag("result", "malformed")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aTombstoneForgets() {
    consumer.start();
    connected(1);
    send(0, EventCodec.encode(verdict(10)), verdict(10).key());
    await().untilAsserted(() -> assertThat(store.canary("ns/c")).isPresent());
    send(1, null, verdict(10).key());

    await().untilAsserted(() -> assertThat(store.canary("ns/c")).isEmpty());
  }

  @Test
  void connectsAnewAfterAFailureAndKeepsWhatItKnew() {
    consumer.start();
    connected(1);
    send(0, EventCodec.encode(verdict(10)), verdict(10).key());
    await().untilAsserted(() -> assertThat(store.canary("ns/c")).isPresent());
    broker.setPollException(new KafkaException("the broker is away"));

    connected(2);
    assertThat(store.canary("ns/c")).isPresent();
  }
}
