package io.homeostat.scorer.pipeline;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns interactions into scores: each waits until it has settled, is scored on a virtual thread,
 * and its score is stored in one transaction with its offset, so that readers see it exactly once.
 * A slow judge stops the reading, never the topic. What cannot be scored goes to the dead letters.
 */
public final class ScoringConsumer implements AutoCloseable {
  /** Bytes of a record from which it is no interaction of the gateway's. */
  static final int MOST_RECORD_BYTES = 8 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ScoringConsumer.class);
  private static final long MOST_BYTES_IN_FLIGHT = 32L * 1024 * 1024;
  private static final long GRACE_MILLIS = 10_000;
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<String, byte[]> consumer;
  private final Outbox outbox;
  private final StartingPoint startingPoint;
  private final InteractionScorer scorer;
  private final Definitions definitions;
  private final ScorerMetrics metrics;
  private final Clock clock;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("settle").daemon().factory());
  private final ExternalScores external = new ExternalScores();
  private final Map<TopicPartition, OffsetTracker> trackers = new ConcurrentHashMap<>();
  private final AtomicLong bytesInFlight = new AtomicLong();
  private volatile boolean running = true;

  /**
   * Wires the loop.
   *
   * @param producer with a transactional id, not initialised yet
   * @param startingPoint where to begin on a partition that this group never read
   */
  public ScoringConsumer(
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer,
      StartingPoint startingPoint,
      InteractionScorer scorer,
      Definitions definitions,
      ScorerMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.outbox = new Outbox(producer);
    this.startingPoint = startingPoint;
    this.scorer = scorer;
    this.definitions = definitions;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Reads until {@link #close}; run it on a thread of its own.
   *
   * @throws org.apache.kafka.common.KafkaException when the process must begin anew
   */
  public void run() {
    outbox.open();
    consumer.subscribe(List.of(Topics.INTERACTIONS, Topics.FEEDBACK), new Rebalance());
    try {
      read();
      outbox.store(trackers, consumer.groupMetadata());
    } finally {
      scheduler.shutdownNow();
      workers.shutdownNow();
      consumer.close();
    }
  }

  private void read() {
    try {
      while (running) {
        holdBack();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          start(record);
        }
        outbox.store(trackers, consumer.groupMetadata());
        metrics.lag(lag());
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

  /** Stops reading where enough is in flight. */
  private void holdBack() {
    boolean full = bytesInFlight.get() >= MOST_BYTES_IN_FLIGHT;
    Map<Boolean, List<TopicPartition>> held =
        consumer.assignment().stream()
            .collect(
                Collectors.partitioningBy(
                    partition -> {
                      OffsetTracker tracker = trackers.get(partition);
                      return full || tracker != null && tracker.isFull();
                    }));
    consumer.pause(held.get(true));
    consumer.resume(held.get(false));
  }

  /** Records that were written and have no score in the topic yet. */
  private long lag() {
    return consumer.assignment().stream()
        .filter(partition -> partition.topic().equals(Topics.INTERACTIONS))
        .mapToLong(
            partition -> {
              OffsetTracker tracker = trackers.get(partition);
              return consumer.currentLag(partition).orElse(0)
                  + (tracker == null ? 0 : tracker.behind());
            })
        .sum();
  }

  private void start(ConsumerRecord<String, byte[]> record) {
    OffsetTracker tracker =
        trackers.computeIfAbsent(
            new TopicPartition(record.topic(), record.partition()),
            partition -> OffsetTracker.from(record.offset()));
    if (!tracker.start(record.offset())) {
      return;
    }
    bytesInFlight.addAndGet(bytes(record));
    try {
      if (bytes(record) > MOST_RECORD_BYTES) {
        throw new MalformedEventException(
            "expected an Interaction of at most %d bytes, found %d"
                .formatted(MOST_RECORD_BYTES, bytes(record)));
      }
      if (record.topic().equals(Topics.FEEDBACK)) {
        hold(record, ExternalScores.read(record.value()));
      } else {
        settle(record, InteractionReader.read(record.value()));
      }
    } catch (MalformedEventException e) {
      finish(record, dead(record, e.getMessage()));
    }
  }

  private void settle(ConsumerRecord<String, byte[]> record, Interaction interaction) {
    Optional<ScoringPolicy> policy = policy(interaction);
    if (policy.isEmpty()) {
      finish(record, Outcome.passedOver(record));
      return;
    }
    scheduler.schedule(
        () -> work(record, () -> score(record, interaction, policy.get())),
        settleDelay(interaction, policy.get()),
        TimeUnit.MILLISECONDS);
  }

  /** Keeps scores made elsewhere for as long as their interaction may still be scored. */
  private void hold(ConsumerRecord<String, byte[]> record, Feedback feedback) {
    Optional<ScoringPolicy> policy = definitions.policy(feedback.service());
    if (policy.isEmpty() || feedback.scores() == null) {
      finish(record, Outcome.passedOver(record));
      return;
    }
    external.put(feedback);
    scheduler.schedule(
        () -> {
          external.forget(feedback);
          finish(record, Outcome.passedOver(record));
        },
        policy.get().settleMillis() + GRACE_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void work(ConsumerRecord<String, byte[]> record, Callable<Outcome> step) {
    workers.submit(
        () -> {
          try {
            finish(record, step.call());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            LOG.error(
                "{}-{}@{} could not be scored and goes to the dead letters",
                record.topic(),
                record.partition(),
                record.offset(),
                e);
            finish(record, dead(record, "could not be scored: " + e.getClass().getSimpleName()));
          }
        });
  }

  private void finish(ConsumerRecord<String, byte[]> record, Outcome outcome) {
    outbox.add(outcome);
    bytesInFlight.addAndGet(-bytes(record));
  }

  private Outcome dead(ConsumerRecord<String, byte[]> record, String reason) {
    metrics.deadLetter();
    return Outcome.dead(record, reason);
  }

  private Outcome score(
      ConsumerRecord<String, byte[]> record, Interaction interaction, ScoringPolicy policy)
      throws InterruptedException {
    JudgeHandle judge = definitions.judge(policy.judge()).orElse(null);
    Score score = scorer.score(interaction, policy, judge, external.of(interaction));
    metrics.scored(score);
    return Outcome.scored(record, score);
  }

  private Optional<ScoringPolicy> policy(Interaction interaction) {
    return definitions
        .policy(interaction.service())
        .filter(found -> found.samples(interaction))
        .filter(found -> interaction.use() == null || interaction.use().contains("Scoring"));
  }

  private long settleDelay(Interaction interaction, ScoringPolicy policy) {
    long wait = interaction.timeMillis() + policy.settleMillis() - clock.millis();
    return Math.clamp(wait, 0, policy.settleMillis());
  }

  private static int bytes(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  /** Goes on where the partition's last reader was. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      outbox.store(trackers, consumer.groupMetadata());
      partitions.forEach(trackers::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(trackers::remove);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("reading {} partitions", partitions.size());
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
      for (TopicPartition partition : partitions) {
        OffsetAndMetadata known = committed.get(partition);
        if (known == null) {
          known = startingPoint.of(partition).orElse(null);
          if (known != null) {
            consumer.seek(partition, known.offset());
          }
        }
        if (known != null) {
          trackers.put(partition, OffsetTracker.from(known));
        }
      }
    }
  }
}
