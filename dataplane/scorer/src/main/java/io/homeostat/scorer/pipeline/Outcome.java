package io.homeostat.scorer.pipeline;

import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of one record.
 *
 * @param written what is stored about it; null for a record that is passed over
 */
record Outcome(TopicPartition partition, long offset, ProducerRecord<String, byte[]> written) {
  static Outcome passedOver(ConsumerRecord<String, byte[]> record) {
    return of(record, null);
  }

  static Outcome scored(ConsumerRecord<String, byte[]> record, Score score) {
    return of(
        record,
        new ProducerRecord<>(
            Topics.SCORES,
            Topics.key(score.service(), score.interactionId()),
            EventCodec.encode(score)));
  }

  static Outcome dead(ConsumerRecord<String, byte[]> record, String reason) {
    DeadLetter letter =
        DeadLetter.of(
            "scorer",
            record.topic(),
            record.partition(),
            record.offset(),
            reason,
            record.key(),
            record.value());
    return of(
        record,
        new ProducerRecord<>(Topics.DEAD_LETTERS, letter.recordKey(), EventCodec.encode(letter)));
  }

  private static Outcome of(
      ConsumerRecord<String, byte[]> record, ProducerRecord<String, byte[]> written) {
    return new Outcome(
        new TopicPartition(record.topic(), record.partition()), record.offset(), written);
  }
}
