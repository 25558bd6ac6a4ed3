package io.homeostat.dataplane;

import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes event records to their topics; the answer tells when the broker has them. */
public final class EventProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventProducer.class);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Producer<String, byte[]> producer;

  public EventProducer(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Sends one record; may block up to the producer's {@code max.block.ms}, so never call it on an
   * event loop.
   *
   * @param key as made by {@link Topics#key}
   * @return completed when the broker has the record, or with the reason why not
   */
  public CompletableFuture<Void> send(String topic, String key, Object event) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      producer.send(
          new ProducerRecord<>(topic, key, EventCodec.encode(event)),
          (metadata, failure) -> {
            if (failure == null) {
              done.complete(null);
            } else {
              done.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /**
   * Sends one record and tries again, with pauses up to 10 s, until the broker has it; for callers
   * on threads that may wait.
   *
   * @throws InterruptedException when the thread is stopped; the record may or may not be stored
   *     then
   */
  public void sendUntilStored(String topic, String key, Object event) throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        send(topic, key, event).get();
        return;
      } catch (ExecutionException e) {
        LOG.warn(
            "a record for {} is not stored yet, trying again in {} ms: {}",
            topic,
            pause,
            e.getCause().toString());
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /**
   * Stores a record that {@code consumer} could not use in the dead letters, see {@link
   * #sendUntilStored}.
   */
  public void deadLetter(String consumer, ConsumerRecord<String, byte[]> record, String reason)
      throws InterruptedException {
    DeadLetter letter =
        DeadLetter.of(
            consumer,
            record.topic(),
            record.partition(),
            record.offset(),
            reason,
            record.key(),
            record.value());
    sendUntilStored(Topics.DEAD_LETTERS, letter.recordKey(), letter);
  }

  /** Waits until everything that was sent is acknowledged or has failed. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
