package io.homeostat.gateway.capture;

import java.util.concurrent.CompletableFuture;

/** Takes events to the broker. */
public interface EventSink extends AutoCloseable {
  /**
   * Sends one event; may block for seconds. The answer tells when the broker has it, or why not.
   */
  CompletableFuture<Void> send(String topic, String key, Object event);

  /** Gives what was sent a few seconds to arrive. */
  @Override
  void close();
}
