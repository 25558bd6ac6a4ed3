package io.homeostat.dataplane;

import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends the records of the dead letters once more to where they came from, each once: what is sent
 * and how far the letters were read are one transaction. A record that is still of no use comes
 * back as a new letter.
 *
 * @param clients of the broker
 */
public record DeadLetterReplay(KafkaClients clients) {
  private static final String NAME = "homeostat-dead-letters-replay";
  private static final int MAX_POLL_RECORDS = 100;
  private static final long BLOCK_MILLIS = 10_000;
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * What was done with the letters since the last replay.
   *
   * @param replayed by the consumer that could not use them
   * @param truncated letters that lack the end of their record, which were passed over
   * @param unreadable letters that are none, which were passed over
   */
  public record Result(Map<String, Integer> replayed, int truncated, int unreadable) {}

  /**
   * Replays what was not replayed before.
   *
   * @param dry counts only
   */
  public Result run(boolean dry) {
    Tally tally = new Tally();
    try (KafkaConsumer<String, byte[]> consumer = clients.consumer(NAME, MAX_POLL_RECORDS);
        KafkaProducer<String, byte[]> producer =
            clients.transactionalProducer(NAME, BLOCK_MILLIS)) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .collect(Collectors.toSet());
      if (!dry) {
        producer.initTransactions();
      }
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        ConsumerRecords<String, byte[]> letters = consumer.poll(POLL);
        List<ProducerRecord<String, byte[]>> records = tally.take(letters, ends);
        if (!dry && !letters.isEmpty()) {
          producer.beginTransaction();
          records.forEach(producer::send);
          producer.sendOffsetsToTransaction(
              read(consumer, partitions, ends), new ConsumerGroupMetadata(NAME));
          producer.commitTransaction();
        }
      }
    }
    return tally.result();
  }

  private static Map<TopicPartition, OffsetAndMetadata> read(
      KafkaConsumer<String, byte[]> consumer,
      Set<TopicPartition> partitions,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    partitions.forEach(
        p -> offsets.put(p, new OffsetAndMetadata(Math.min(consumer.position(p), ends.get(p)))));
    return offsets;
  }

  /** Counts while letters are read; those that came after the start are left to the next replay. */
  private static final class Tally {
    private final Map<String, Integer> replayed = new TreeMap<>();
    private int truncated;
    private int unreadable;

    List<ProducerRecord<String, byte[]>> take(
        ConsumerRecords<String, byte[]> letters, Map<TopicPartition, Long> ends) {
      return letters.partitions().stream()
          .flatMap(
              partition ->
                  letters.records(partition).stream()
                      .filter(record -> record.offset() < ends.get(partition)))
          .flatMap(record -> original(record).stream())
          .toList();
    }

    private List<ProducerRecord<String, byte[]>> original(ConsumerRecord<String, byte[]> record) {
      try {
        DeadLetter letter = EventCodec.decode(record.value(), DeadLetter.class);
        if (!letter.whole()) {
          truncated++;
          return List.of();
        }
        replayed.merge(letter.consumer(), 1, Integer::sum);
        return List.of(new ProducerRecord<>(letter.topic(), letter.recordKey(), letter.kept()));
      } catch (MalformedEventException e) {
        unreadable++;
        return List.of();
      }
    }

    Result result() {
      return new Result(replayed, truncated, unreadable);
    }
  }
}
