package io.homeostat.monitor.topology;

import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.definitions.Definitions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream processor running: whatever ends it, it is begun anew, after a pause that grows
 * to half a minute.
 */
public final class MonitorStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorStreams.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration CLOSE = Duration.ofSeconds(20);

  private final StreamsConfiguration configuration;
  private final Supplier<Definitions> definitions;
  private final MonitorMetrics metrics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper = Thread.ofPlatform().name("monitor-streams").unstarted(this::keep);
  private volatile KafkaStreams streams;

  public MonitorStreams(
      StreamsConfiguration configuration,
      Supplier<Definitions> definitions,
      MonitorMetrics metrics) {
    this.configuration = configuration;
    this.definitions = definitions;
    this.metrics = metrics;
  }

  /** Begins on a thread of its own; a broker that is away is waited for. */
  public void start() {
    keeper.start();
  }

  /** Whether records are being processed and a broker is connected. */
  public boolean ready() {
    KafkaStreams current = streams;
    return current != null && current.state() == State.RUNNING && connected(current);
  }

  /**
   * A stream thread counts as connected while its group's coordinator got a heartbeat within the
   * session timeout.
   */
  private static boolean connected(KafkaStreams current) {
    return current.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
        .anyMatch(
            metric ->
                metric.getValue().metricValue() instanceof Double ago
                    && ago >= 0
                    && ago * 1_000 <= StreamsConfiguration.SESSION_TIMEOUT_MILLIS);
  }

  @Override
  public void close() {
    closed.countDown();
    if (streams == null) {
      keeper.interrupt(); // it waits for a broker
    }
    try {
      keeper.join(CLOSE.plusSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    Duration pause = SHORTEST_PAUSE;
    try {
      while (!isClosed(Duration.ZERO)) {
        long began = System.nanoTime();
        runOnce();
        boolean lasted = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
        pause = lasted ? SHORTEST_PAUSE : longer(pause);
        if (isClosed(pause)) {
          return;
        }
        metrics.restarted();
      }
    } catch (InterruptedException e) {
      LOG.debug("stopped while waiting");
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private boolean isClosed(Duration wait) throws InterruptedException {
    return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void runOnce() throws InterruptedException {
    try {
      ensureTopics();
      try (KafkaStreams started =
          new KafkaStreams(
              MonitorTopology.of(definitions, metrics), configuration.properties(metrics))) {
        CountDownLatch ended = new CountDownLatch(1);
        started.setUncaughtExceptionHandler(this::replaceThread);
        started.setStateListener((now, before) -> onState(now, ended));
        started.start();
        streams = started;
        while (ended.getCount() > 0 && !isClosed(LOOK)) {
          // isClosed waits
        }
        started.close(
            CloseOptions.timeout(CLOSE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      }
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("the stream processor cannot run and is tried again: {}", e.toString());
    } finally {
      streams = null;
    }
  }

  private void ensureTopics() throws InterruptedException, ExecutionException {
    try (Admin admin = new KafkaClients(configuration.bootstrap(), "homeostat-monitor").admin()) {
      TopicSetup.ensure(admin);
    }
  }

  private static void onState(State now, CountDownLatch ended) {
    LOG.info("stream processor is {}", now);
    if (now == State.ERROR || now == State.NOT_RUNNING) {
      ended.countDown();
    }
  }

  private StreamThreadExceptionResponse replaceThread(Throwable failure) {
    LOG.error("a stream thread failed and is replaced", failure);
    metrics.restarted();
    try {
      isClosed(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
