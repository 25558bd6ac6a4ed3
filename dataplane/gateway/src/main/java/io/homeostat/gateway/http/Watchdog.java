package io.homeostat.gateway.http;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * Notices that nothing happened for a while, or that it is too late for anything, at the cost of
 * one timer however much happens. For one event loop.
 */
final class Watchdog {
  private final Vertx vertx;
  private final LongSupplier millis;
  private final Runnable expired;
  private final long latest;
  private long timer = -1;
  private long patience;
  private long last;

  /**
   * Watches nothing yet.
   *
   * @param latest when it is too late, in {@code millis}
   */
  Watchdog(Vertx vertx, LongSupplier millis, long latest, Runnable expired) {
    this.vertx = vertx;
    this.millis = millis;
    this.latest = latest;
    this.expired = expired;
  }

  /** Watches from now on with this patience. */
  void watch(long patienceMillis) {
    stop();
    patience = patienceMillis;
    last = millis.getAsLong();
    arm(left());
  }

  /** Something happened. */
  void touch() {
    last = millis.getAsLong();
  }

  /** Watches no more. */
  void stop() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private long left() {
    return Math.min(last + patience, latest) - millis.getAsLong();
  }

  private void arm(long delay) {
    timer = vertx.setTimer(Math.max(1, delay), fired -> check());
  }

  private void check() {
    timer = -1;
    long left = left();
    if (left > 0) {
      arm(left);
    } else {
      expired.run();
    }
  }
}
