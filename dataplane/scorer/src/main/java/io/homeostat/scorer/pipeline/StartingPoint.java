package io.homeostat.scorer.pipeline;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where a group begins on a partition that it never read. */
@FunctionalInterface
public interface StartingPoint {
  /** At the earliest record. */
  StartingPoint EARLIEST = partition -> Optional.empty();

  /** Offset and metadata to go on from; empty for the earliest record. */
  Optional<OffsetAndMetadata> of(TopicPartition partition);
}
