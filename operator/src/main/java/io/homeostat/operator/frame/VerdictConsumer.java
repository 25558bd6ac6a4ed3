package io.homeostat.operator.frame;

import io.homeostat.events.EventCodec;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole verdicts topic from its beginning and follows it for ever, without a consumer
 * group: each operator process knows every verdict, and a broker that is away only makes verdicts
 * old.
 */
public final class VerdictConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictConsumer.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final VerdictStore store;
  private final OperatorMetrics metrics;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Consumer<byte[], byte[]> current;

  /**
   * Prepares the reader; {@link #start} begins.
   *
   * @param consumers makes a consumer without a group
   * @param pause how long to wait before a broken connection is tried anew
   */
  public VerdictConsumer(
      Supplier<Consumer<byte[], byte[]>> consumers,
      VerdictStore store,
      OperatorMetrics metrics,
      Duration pause) {
    this.consumers = consumers;
    this.store = store;
    this.metrics = metrics;
    this.pause = pause;
    this.thread = Thread.ofPlatform().daemon().name("verdicts").unstarted(this::run);
  }

  /** Makes consumers for brokers at {@code host:port,…}. */
  public static Supplier<Consumer<byte[], byte[]>> of(String bootstrap) {
    Map<String, Object> configuration =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.CLIENT_ID_CONFIG,
            "homeostat-operator",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            500);
    return () ->
        new KafkaConsumer<>(
            configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Begins to read on a thread of its own. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    Consumer<byte[], byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        follow(consumer);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("reading verdicts was interrupted");
      } catch (RuntimeException e) {
        LOG.warn(
            "verdicts cannot be read: {}; trying again in {} s", e.getMessage(), pause.toSeconds());
      } finally {
        current = null;
      }
      if (!closed) {
        sleep();
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> partitions = partitions(consumer);
    if (partitions.isEmpty()) {
      LOG.info("topic {} is not there yet", Topics.VERDICTS);
      return;
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    LOG.info("reading {} verdict partitions from their beginning", partitions.size());
    while (!closed) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      records.forEach(this::accept);
      if (records.isEmpty() && !partitions(consumer).equals(partitions)) {
        return; // the topic was made anew: read it from its beginning
      }
    }
  }

  private static Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
    var known = consumer.partitionsFor(Topics.VERDICTS);
    return (known == null ? List.<org.apache.kafka.common.PartitionInfo>of() : known)
        .stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .collect(Collectors.toUnmodifiableSet());
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      store.remove(new String(record.key(), StandardCharsets.UTF_8));
      return;
    }
    try {
      store.put(EventCodec.decode(record.value(), Verdict.class));
      metrics.verdictReceived();
    } catch (MalformedEventException e) {
      metrics.verdictMalformed();
      LOG.warn(
          "verdict at {}-{}@{} is skipped: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      LOG.debug("the pause between two tries was interrupted");
    }
  }
}
