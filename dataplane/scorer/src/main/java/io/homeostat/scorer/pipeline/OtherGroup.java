package io.homeostat.scorer.pipeline;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Begins where another group is, so that a policy that gets its own pods is not scored anew. */
public final class OtherGroup implements StartingPoint {
  private final Admin admin;
  private final String group;

  public OtherGroup(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  @Override
  public Optional<OffsetAndMetadata> of(TopicPartition partition) {
    try {
      return Optional.ofNullable(
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("stopped while the offsets of group " + group + " were read", e);
    } catch (ExecutionException e) {
      throw new KafkaException("the offsets of group " + group + " could not be read", e);
    }
  }
}
