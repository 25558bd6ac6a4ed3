package io.homeostat.gateway.capture;

import io.homeostat.gateway.GatewayMetrics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events off the request path: a bounded queue that one thread empties into the broker. When
 * the broker is away the queue fills and further events are dropped and counted; no request ever
 * waits.
 */
public final class CaptureQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureQueue.class);
  private static final long RECONNECT_SECONDS = 2;

  /** Looking into the queue now and then costs less than being woken for every event. */
  private static final long PAUSE_MILLIS = 20;

  private static final long CLOSE_MILLIS = 5_000;

  private final BlockingQueue<Captured> queue;
  private final AtomicLong held = new AtomicLong();
  private final long maxBytes;
  private final Callable<? extends EventSink> connector;
  private final GatewayMetrics metrics;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private CaptureQueue(
      int maxEvents,
      long maxBytes,
      Callable<? extends EventSink> connector,
      GatewayMetrics metrics) {
    this.queue = new ArrayBlockingQueue<>(maxEvents);
    this.maxBytes = maxBytes;
    this.connector = connector;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("capture").daemon().unstarted(this::run);
  }

  /**
   * Starts the queue.
   *
   * @param maxEvents events that may wait
   * @param maxBytes bytes that may wait
   * @param connector called again until it connects
   */
  public static CaptureQueue start(
      int maxEvents,
      long maxBytes,
      Callable<? extends EventSink> connector,
      GatewayMetrics metrics) {
    CaptureQueue queue = new CaptureQueue(maxEvents, maxBytes, connector, metrics);
    queue.thread.start();
    return queue;
  }

  /**
   * Puts an event into the queue, or drops and counts it when there is no room. Never blocks.
   *
   * @param event makes the event, on the queue's thread
   * @param size about how many bytes the event holds
   */
  public void offer(String topic, String key, Supplier<?> event, long size) {
    if (held.addAndGet(size) > maxBytes || !queue.offer(new Captured(topic, key, event, size))) {
      held.addAndGet(-size);
      dropped();
    }
  }

  /** Whether so many events would find a place now; bytes are not looked at. */
  public boolean hasRoomFor(int events) {
    return queue.remainingCapacity() >= events && held.get() < maxBytes;
  }

  /** Counts an event for which there was no room. */
  void dropped() {
    metrics.dropped("queue_full");
  }

  /** Counts an event that is too large to be captured. */
  public void tooLarge() {
    metrics.dropped("too_large");
  }

  private void run() {
    EventSink sink = connect();
    if (sink == null) {
      queue.forEach(captured -> metrics.dropped("kafka"));
      return;
    }
    try (sink) {
      while (stopping.getCount() > 0 || !queue.isEmpty()) {
        Captured next = queue.poll();
        if (next == null) {
          stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
          send(sink, next);
        }
      }
    } catch (InterruptedException e) {
      queue.forEach(captured -> metrics.dropped("kafka"));
    }
  }

  private EventSink connect() {
    boolean told = false;
    while (true) {
      try {
        EventSink sink = connector.call();
        LOG.info("capture is connected to Kafka");
        return sink;
      } catch (InterruptedException e) {
        return null;
      } catch (Exception e) {
        LOG.atLevel(told ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
            .log("Kafka cannot be reached, events wait in a bounded queue: {}", e.toString());
        told = true;
      }
      try {
        if (stopping.await(RECONNECT_SECONDS, TimeUnit.SECONDS)) {
          return null;
        }
      } catch (InterruptedException e) {
        return null;
      }
    }
  }

  private void send(EventSink sink, Captured captured) {
    sent(sink, captured)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                metrics.captured();
              } else {
                metrics.dropped("kafka");
                LOG.debug(
                    "an event for {} was not captured: {}",
                    captured.topic(),
                    failure.getClass().getName());
              }
            });
    held.addAndGet(-captured.size());
  }

  private static CompletableFuture<Void> sent(EventSink sink, Captured captured) {
    try {
      return sink.send(captured.topic(), captured.key(), captured.event().get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Sends what waits, for at most 5 s and the sink's own patience. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(CLOSE_MILLIS);
      thread.interrupt();
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Captured(String topic, String key, Supplier<?> event, long size) {}
}
