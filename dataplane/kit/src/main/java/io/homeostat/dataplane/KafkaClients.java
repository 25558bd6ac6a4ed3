package io.homeostat.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients that share one set of safe defaults.
 *
 * @param bootstrap {@code host:port[,host:port]}
 * @param clientId name of the process in the broker's logs and metrics
 */
public record KafkaClients(String bootstrap, String clientId) {
  private static final int BUFFER_BYTES = 16 * 1024 * 1024;
  private static final int TRANSACTION_MILLIS = 20_000;
  private static final int SOON_MILLIS = 5;
  private static final int LATER_MILLIS = 50;
  private static final int BATCH_BYTES = 16 * 1024;
  private static final int BULK_BYTES = 256 * 1024;
  private static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

  /**
   * A producer that never blocks its caller for longer than {@code maxBlockMillis} when the broker
   * is away.
   */
  public KafkaProducer<String, byte[]> producer(long maxBlockMillis) {
    return producer(common(), maxBlockMillis, SOON_MILLIS, BATCH_BYTES);
  }

  /** The same for many events that nobody waits for: fewer, larger requests to the broker. */
  public KafkaProducer<String, byte[]> bulkProducer(long maxBlockMillis) {
    return producer(common(), maxBlockMillis, LATER_MILLIS, BULK_BYTES);
  }

  /**
   * A producer whose transactions make several records and a consumer's offsets visible at once.
   *
   * @param id the same for a process after its restart, different for any two that run together
   */
  public KafkaProducer<String, byte[]> transactionalProducer(String id, long maxBlockMillis) {
    Map<String, Object> config = common();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    return producer(config, maxBlockMillis, SOON_MILLIS, BATCH_BYTES);
  }

  private static KafkaProducer<String, byte[]> producer(
      Map<String, Object> config, long maxBlockMillis, int lingerMillis, int batchBytes) {
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlockMillis);
    config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, ServicePartitioner.class);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * A consumer of a group that commits by hand, starts at the earliest record and sees no record of
   * a transaction that is open or was given up.
   */
  public KafkaConsumer<String, byte[]> consumer(String group, int maxPollRecords) {
    Map<String, Object> config = common();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_RECORD_BYTES);
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** An administration client. */
  public Admin admin() {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-admin");
    return Admin.create(properties);
  }

  private Map<String, Object> common() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrap);
    config.put("client.id", clientId);
    config.put("reconnect.backoff.max.ms", 10_000);
    return config;
  }
}
