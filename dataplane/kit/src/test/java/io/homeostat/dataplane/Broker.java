package io.homeostat.dataplane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real Kafka broker in this process; the one place that knows Kafka's internal test kit. */
public final class Broker implements AutoCloseable {
  private final KafkaClusterTestKit kit;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Broker(KafkaClusterTestKit kit) {
    this.kit = kit;
  }

  /**
   * Starts a single broker that is its own controller, with transactions as a single broker can
   * have them.
   */
  public static Broker start() throws Exception {
    KafkaClusterTestKit kit =
        new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder()
                    .setCombined(true)
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .build())
            .setConfigProp("auto.create.topics.enable", "false")
            .setConfigProp("offsets.topic.replication.factor", "1")
            .setConfigProp("offsets.topic.num.partitions", "1")
            .setConfigProp("transaction.state.log.replication.factor", "1")
            .setConfigProp("transaction.state.log.min.isr", "1")
            .setConfigProp("transaction.state.log.num.partitions", "1")
            .setConfigProp("message.max.bytes", "16777216")
            .setConfigProp("group.initial.rebalance.delay.ms", "0")
            .build();
    kit.format();
    kit.startup();
    kit.waitForReadyBrokers();
    return new Broker(kit);
  }

  public String bootstrap() {
    return kit.bootstrapServers();
  }

  /** A producer that waits 30 s for a broker. */
  public KafkaProducer<String, byte[]> producer() {
    return new KafkaClients(bootstrap(), "test").producer(30_000);
  }

  /** Everything that was committed to a topic so far. */
  public List<ConsumerRecord<String, byte[]>> committed(String topic) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaClients(bootstrap(), "test").consumer("reader", 500)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }

  @Override
  public void close() throws Exception {
    if (closed.compareAndSet(false, true)) {
      kit.close();
    }
  }
}
