package io.homeostat.scorer.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores outcomes and the offsets that they stand for in one transaction: readers see each score
 * exactly once, whenever this process dies, and whoever reads its partitions next.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST = 1_000;

  private final Producer<String, byte[]> producer;
  private final Queue<Outcome> arrived = new ConcurrentLinkedQueue<>();
  private final List<Outcome> open = new ArrayList<>();

  /**
   * An outbox on a producer with a transactional id.
   *
   * @param producer not initialised yet
   */
  Outbox(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Ends what an earlier process of the same transactional id left open. */
  void open() {
    producer.initTransactions();
  }

  /** Takes an outcome from any thread. */
  void add(Outcome outcome) {
    arrived.add(outcome);
  }

  /**
   * Stores what has arrived; what the broker does not take now stays for the next call.
   *
   * @param trackers of the partitions that are read; outcomes of others are forgotten, because
   *     their new reader begins them anew
   * @throws KafkaException when this process may not go on, for example because another one has its
   *     transactional id
   */
  void store(Map<TopicPartition, OffsetTracker> trackers, ConsumerGroupMetadata group) {
    collect(trackers);
    if (open.isEmpty()) {
      return;
    }
    try {
      producer.beginTransaction();
      open.stream()
          .filter(outcome -> outcome.written() != null)
          .forEach(outcome -> producer.send(outcome.written()));
      producer.sendOffsetsToTransaction(offsets(trackers), group);
      producer.commitTransaction();
      open.clear();
    } catch (InvalidConfigurationException | ApplicationRecoverableException | TimeoutException e) {
      // fenced, forbidden, or not known whether it was stored: only a new producer, which asks the
      // broker, may go on
      throw e;
    } catch (CommitFailedException e) {
      LOG.info("partitions went to another scorer: {} outcomes are left to it", open.size());
      producer.abortTransaction();
      open.clear();
    } catch (KafkaException e) {
      LOG.warn("{} outcomes are not stored yet, trying again: {}", open.size(), e.toString());
      producer.abortTransaction();
    }
  }

  private void collect(Map<TopicPartition, OffsetTracker> trackers) {
    while (open.size() < MOST && !arrived.isEmpty()) {
      Outcome outcome = arrived.poll();
      OffsetTracker tracker = trackers.get(outcome.partition());
      if (tracker != null) {
        tracker.finish(outcome.offset());
        open.add(outcome);
      }
    }
    open.removeIf(outcome -> !trackers.containsKey(outcome.partition()));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<TopicPartition, OffsetTracker> trackers) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    trackers.forEach((partition, tracker) -> offsets.put(partition, tracker.committable()));
    return offsets;
  }
}
