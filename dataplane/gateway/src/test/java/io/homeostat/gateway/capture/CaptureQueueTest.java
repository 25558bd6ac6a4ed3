package io.homeostat.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.KafkaClients;
import io.homeostat.gateway.GatewayMetrics;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class CaptureQueueTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final GatewayMetrics metrics = new GatewayMetrics(registry);
  private final List<Object> sent = new CopyOnWriteArrayList<>();

  private EventSink sink(CompletableFuture<Void> result) {
    return new EventSink() {
      @Override
      public CompletableFuture<Void> send(String topic, String key, Object event) {
        sent.add(event);
        return result;
      }

      @Override
      public void close() {}
    };
  }

  private double dropped(String reason) {
    return registry.find(GatewayMetrics.CAPTURE_DROPS).tag("reason", reason).counters().stream()
        .mapToDouble(c -> c.count())
        .sum();
  }

  @Test
  void whileTheBrokerIsAwayEventsWaitInOrderUpToTheBoundAndTheRestIsCounted() {
    CountDownLatch brokerIsBack = new CountDownLatch(1);
    try (CaptureQueue queue =
        CaptureQueue.start(
            3,
            1_000,
            () -> {
              brokerIsBack.await();
              return sink(CompletableFuture.completedFuture(null));
            },
            metrics)) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        queue.offer("t", "k", () -> number, 10);
      }
      assertThat(dropped("queue_full")).isEqualTo(2);
      brokerIsBack.countDown();
      await().untilAsserted(() -> assertThat(sent).containsExactly(0, 1, 2));
      await()
          .untilAsserted(
              () ->
                  assertThat(registry.get(GatewayMetrics.CAPTURED).counter().count()).isEqualTo(3));
      queue.offer("t", "k", () -> 9, 990);
      await().untilAsserted(() -> assertThat(sent).contains(9));
    }
  }

  @Test
  void bytesAreBoundedToo() {
    try (CaptureQueue queue =
        CaptureQueue.start(
            100,
            1_000,
            () -> {
              throw new IllegalStateException("no broker");
            },
            metrics)) {
      queue.offer("t", "k", () -> "large", 800);
      queue.offer("t", "k", () -> "too much", 300);
      queue.offer("t", "k", () -> "fits", 200);
      assertThat(dropped("queue_full")).isEqualTo(1);
    }
    assertThat(dropped("kafka")).as("what waits at the end is lost and counted").isEqualTo(2);
  }

  @Test
  void aFailedConnectionIsTriedAgain() {
    AtomicBoolean failed = new AtomicBoolean();
    try (CaptureQueue queue =
        CaptureQueue.start(
            10,
            1_000,
            () -> {
              if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("no broker yet");
              }
              return sink(CompletableFuture.completedFuture(null));
            },
            metrics)) {
      queue.offer("t", "k", () -> "event", 1);
      await().untilAsserted(() -> assertThat(sent).containsExactly("event"));
    }
  }

  @Test
  void whatTheBrokerRefusesIsCounted() {
    try (CaptureQueue queue =
        CaptureQueue.start(
            10,
            1_000,
            () -> sink(CompletableFuture.failedFuture(new IllegalStateException())),
            metrics)) {
      queue.offer("t", "k", () -> "event", 1);
      await().untilAsserted(() -> assertThat(dropped("kafka")).isEqualTo(1));
    }
  }

  @Test
  void everythingThatWaitsIsSentBeforeTheEnd() {
    try (CaptureQueue queue =
        CaptureQueue.start(
            1_000, 100_000, () -> sink(CompletableFuture.completedFuture(null)), metrics)) {
      for (int i = 0; i < 500; i++) {
        int number = i;
        queue.offer("t", "k", () -> number, 10);
      }
    }
    assertThat(sent).hasSize(500);
  }

  @Test
  void withoutKafkaEveryRequestIsAnsweredAndTheLossIsCounted() {
    KafkaClients nowhere = new KafkaClients("127.0.0.1:1", "gateway");
    try (EngineStandIn engine = new EngineStandIn();
        RunningGateway gateway =
            new RunningGateway(RunningGateway.PATIENT, () -> KafkaSink.connect(nowhere))) {
      gateway.serve(1, 500, 0, engine);
      for (int i = 0; i < 150; i++) {
        assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
      }
      assertThat(
              gateway
                  .send(
                      gateway.request(
                          "/v1/feedback", "{\"id\":\"x\",\"model\":\"support\",\"rating\":1}"))
                  .statusCode())
          .isEqualTo(202);
      assertThat(gateway.scrape())
          .as("100 wait")
          .contains("homeostat_gateway_capture_drops_total{reason=\"queue_full\"} 51.0");
    }
  }
}
