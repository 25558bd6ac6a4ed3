package io.homeostat.dataplane;

import io.homeostat.events.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing; existing ones stay as their owner made them. */
public final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final long PAUSE_MILLIS = 2_000;
  private static final int PARTITIONS = 4;
  private static final String WEEK_MILLIS = Long.toString(7L * 24 * 3_600_000);
  private static final String MAX_RECORD_BYTES = Integer.toString(8 * 1024 * 1024);

  private TopicSetup() {}

  /**
   * Creates all topics of {@link Topics} that do not exist yet.
   *
   * @throws ExecutionException when the broker refuses for another reason than that a topic exists
   * @throws InterruptedException when the thread is stopped
   */
  public static void ensure(Admin admin) throws ExecutionException, InterruptedException {
    for (NewTopic topic : topics()) {
      try {
        admin.createTopics(List.of(topic)).all().get();
        LOG.info("created topic {}", topic.name());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /**
   * Waits until the broker is there and has all topics.
   *
   * @throws InterruptedException when the thread is stopped
   */
  public static void await(KafkaClients clients) throws InterruptedException {
    while (true) {
      try (Admin admin = clients.admin()) {
        ensure(admin);
        return;
      } catch (ExecutionException | KafkaException e) {
        LOG.warn("Kafka at {} is not ready, trying again: {}", clients.bootstrap(), e.getMessage());
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static List<NewTopic> topics() {
    return List.of(
        topic(Topics.INTERACTIONS, TopicConfig.CLEANUP_POLICY_DELETE),
        topic(Topics.FEEDBACK, TopicConfig.CLEANUP_POLICY_DELETE),
        topic(Topics.SCORES, TopicConfig.CLEANUP_POLICY_DELETE),
        topic(Topics.VERDICTS, TopicConfig.CLEANUP_POLICY_COMPACT),
        topic(Topics.DEAD_LETTERS, TopicConfig.CLEANUP_POLICY_DELETE));
  }

  private static NewTopic topic(String name, String cleanup) {
    Map<String, String> config =
        cleanup.equals(TopicConfig.CLEANUP_POLICY_DELETE)
            ? Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                WEEK_MILLIS,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                MAX_RECORD_BYTES)
            : Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup);
    return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty()).configs(config);
  }
}
