package io.homeostat.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who gives one order after the other, and keeps what was refused. */
final class Orders implements AutoCloseable {
  private final AtomicInteger given = new AtomicInteger();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  Orders(KubernetesClient client) {
    thread = Thread.ofPlatform().name("orders").start(() -> give(client));
  }

  List<String> refused() {
    return refused;
  }

  void awaitMore(int number) {
    int before = given.get();
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(given.get()).isGreaterThan(before + number));
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    thread.join();
  }

  private void give(KubernetesClient client) {
    while (!ended) {
      try {
        client.resource(Installation.order("order-" + given.incrementAndGet(), null)).create();
      } catch (KubernetesClientException e) {
        refused.add(e.getMessage());
      }
    }
  }
}
