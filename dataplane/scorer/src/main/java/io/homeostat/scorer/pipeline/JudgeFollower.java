package io.homeostat.scorer.pipeline;

import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.scorer.policy.JudgeMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what scorers published about judges, from the beginning and then for ever, without a place
 * in a group: every scorer must know all of it.
 */
public final class JudgeFollower implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeFollower.class);
  private static final String KIND = "|Judge|";
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<String, byte[]> consumer;
  private final JudgeMemory memory;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private volatile boolean running = true;

  public JudgeFollower(Consumer<String, byte[]> consumer, JudgeMemory memory) {
    this.consumer = consumer;
    this.memory = memory;
  }

  /**
   * Waits until all that was published before the start is known.
   *
   * @return false when the time was not enough
   * @throws InterruptedException when the thread is stopped
   */
  public boolean awaitPast(Duration time) throws InterruptedException {
    return caughtUp.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    try (consumer) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.VERDICTS).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (running) {
        consumer.poll(POLL).forEach(this::accept);
        if (partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
          caughtUp.countDown();
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

  private void accept(ConsumerRecord<String, byte[]> record) {
    int at = record.key() == null ? -1 : record.key().indexOf(KIND);
    if (at < 0) {
      return;
    }
    if (record.value() == null) {
      memory.forget(record.key().substring(at + KIND.length()));
      return;
    }
    try {
      if (EventCodec.decode(record.value(), Verdict.class) instanceof JudgeVerdict verdict) {
        memory.published(verdict);
      }
    } catch (MalformedEventException e) {
      LOG.warn("a judge's verdict is skipped: {}", e.getMessage());
    }
  }
}
