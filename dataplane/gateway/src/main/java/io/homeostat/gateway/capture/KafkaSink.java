package io.homeostat.gateway.capture;

import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Sends events to Kafka. */
public final class KafkaSink implements EventSink {
  private static final long MAX_BLOCK_MILLIS = 5_000;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final KafkaProducer<String, byte[]> producer;
  private final EventProducer events;

  private KafkaSink(KafkaProducer<String, byte[]> producer) {
    this.producer = producer;
    this.events = new EventProducer(producer);
  }

  /**
   * Connects and creates topics that are missing.
   *
   * @throws ExecutionException when the broker cannot be reached
   * @throws InterruptedException when the thread is stopped
   */
  public static KafkaSink connect(KafkaClients clients)
      throws ExecutionException, InterruptedException {
    try (Admin admin = clients.admin()) {
      TopicSetup.ensure(admin);
    }
    return new KafkaSink(clients.bulkProducer(MAX_BLOCK_MILLIS));
  }

  @Override
  public CompletableFuture<Void> send(String topic, String key, Object event) {
    return events.send(topic, key, event);
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }
}
