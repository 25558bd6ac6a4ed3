package io.homeostat.scorer.rescoring;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.events.SummaryVerdict;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the monitor says about drifts. The scorers of a group share the partitions, so that
 * each drift is one scorer's; each begins at the beginning of its partitions, to know what was said
 * before, and looks at drifts once it is at their end.
 */
final class DriftFollower implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Consumer<String, byte[]> consumer;
  private final Rescorings rescorings;
  private final Summaries summaries;
  private final Map<String, DriftVerdict> drifts = new HashMap<>();
  private Map<TopicPartition, Long> ends = Map.of();
  private volatile boolean running = true;

  DriftFollower(Consumer<String, byte[]> consumer, Rescorings rescorings, Summaries summaries) {
    this.consumer = consumer;
    this.rescorings = rescorings;
    this.summaries = summaries;
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(Topics.VERDICTS), new Assignment());
      while (running) {
        consumer.poll(POLL).forEach(this::accept);
        if (atTheEnd()) {
          drifts.values().forEach(rescorings::look);
          drifts.values().forEach(summaries::look);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("woken to stop");
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private boolean atTheEnd() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void accept(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      drifts.remove(record.key());
      return;
    }
    try {
      switch (EventCodec.decode(record.value(), Verdict.class)) {
        case DriftVerdict verdict -> drifts.put(verdict.key(), verdict);
        case RescoringVerdict verdict -> rescorings.published(verdict);
        case SummaryVerdict verdict -> summaries.published(verdict);
        default -> LOG.trace("about something else");
      }
    } catch (MalformedEventException e) {
      LOG.warn("a verdict is skipped: {}", e.getMessage());
    }
  }

  /** What it knows is of the partitions that it has. */
  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      drifts.clear();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.seekToBeginning(consumer.assignment());
      ends = consumer.endOffsets(consumer.assignment());
    }
  }
}
