package io.homeostat.scorer.pipeline;

import io.homeostat.dataplane.EventProducer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns interactions into scores: each waits until it has settled, is scored on a virtual thread,
 * and its offset is committed only when the broker has the score. A slow judge stops the reading,
 * never the topic. After a crash records are scored again under the same key, which readers of the
 * scores recognise.
 */
public final class ScoringConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringConsumer.class);
  private static final int MAX_IN_FLIGHT = 2_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final String NAME = "scorer";

  private final Consumer<String, byte[]> consumer;
  private final EventProducer producer;
  private final InteractionScorer scorer;
  private final Definitions definitions;
  private final ScorerMetrics metrics;
  private final Clock clock;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("settle").daemon().factory());
  private final Map<TopicPartition, OffsetTracker> trackers = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean running = true;

  public ScoringConsumer(
      Consumer<String, byte[]> consumer,
      EventProducer producer,
      InteractionScorer scorer,
      Definitions definitions,
      ScorerMetrics metrics,
      Clock clock) {
    this.consumer = consumer;
    this.producer = producer;
    this.scorer = scorer;
    this.definitions = definitions;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Reads until {@link #close}; run it on a thread of its own. */
  public void run() {
    consumer.subscribe(List.of(Topics.INTERACTIONS), new Rebalance());
    try {
      while (running) {
        pauseWhenFull();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          start(record);
        }
        commit();
      }
    } catch (WakeupException e) {
      LOG.debug("woken to stop");
    } finally {
      scheduler.shutdownNow();
      workers.shutdownNow();
      commit();
      consumer.close();
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private void pauseWhenFull() {
    if (inFlight.get() >= MAX_IN_FLIGHT) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
  }

  private void start(ConsumerRecord<String, byte[]> record) {
    OffsetTracker tracker =
        trackers.computeIfAbsent(
            new TopicPartition(record.topic(), record.partition()),
            partition -> new OffsetTracker(record.offset()));
    tracker.started(record.offset());
    inFlight.incrementAndGet();
    try {
      Interaction interaction = InteractionReader.read(record.value());
      Optional<ScoringPolicy> policy = policy(interaction);
      long delay = policy.map(found -> settleDelay(interaction, found)).orElse(0L);
      scheduler.schedule(
          () -> work(record, tracker, () -> score(interaction, policy)),
          delay,
          TimeUnit.MILLISECONDS);
    } catch (MalformedEventException e) {
      work(record, tracker, () -> producer.deadLetter(NAME, record, e.getMessage()));
      metrics.deadLetter();
    }
  }

  private void work(ConsumerRecord<String, byte[]> record, OffsetTracker tracker, Step step) {
    workers.submit(
        () -> {
          try {
            step.run();
            tracker.finished(record.offset());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.error(
                "{}-{}@{} could not be scored and stays uncommitted",
                record.topic(),
                record.partition(),
                record.offset(),
                e);
          } finally {
            inFlight.decrementAndGet();
          }
        });
  }

  private Optional<ScoringPolicy> policy(Interaction interaction) {
    return definitions
        .policy(interaction.service())
        .filter(found -> found.samples(interaction))
        .filter(found -> interaction.use() == null || interaction.use().contains("Scoring"));
  }

  private void score(Interaction interaction, Optional<ScoringPolicy> policy)
      throws InterruptedException {
    if (policy.isPresent()) {
      JudgeHandle judge = definitions.judge(policy.get().judge()).orElse(null);
      Score score = scorer.score(interaction, policy.get(), judge);
      metrics.scored(score);
      producer.sendUntilStored(
          Topics.SCORES, Topics.key(score.service(), score.interactionId()), score);
    }
  }

  private long settleDelay(Interaction interaction, ScoringPolicy policy) {
    long wait = interaction.timeMillis() + policy.settleMillis() - clock.millis();
    return Math.clamp(wait, 0, policy.settleMillis());
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    trackers.forEach(
        (partition, tracker) ->
            offsets.put(partition, new OffsetAndMetadata(tracker.committable())));
    if (!offsets.isEmpty()) {
      consumer.commitAsync(
          offsets,
          (committed, failure) -> {
            if (failure != null) {
              LOG.debug(
                  "offsets were not committed, the next commit covers them: {}",
                  failure.toString());
            }
          });
    }
  }

  /** One unit of work on a record. */
  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }

  /** Forgets the offsets of partitions that another instance reads from now on. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit();
      partitions.forEach(trackers::remove);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("reading {} partitions", partitions.size());
    }
  }
}
