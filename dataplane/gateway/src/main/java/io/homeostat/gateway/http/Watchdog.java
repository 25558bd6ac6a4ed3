package io.homeostat.gateway.http;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * Notices that nothing happened for a while, at the cost of one timer however much happens. For one
 * event loop.
 */
final class Watchdog {
  private final Vertx vertx;
  private final LongSupplier millis;
  private final Runnable expired;
  private long timer = -1;
  private long patience;
  private long last;

  Watchdog(Vertx vertx, LongSupplier millis, Runnable expired) {
    this.vertx = vertx;
    this.millis = millis;
    this.expired = expired;
  }

  /** Watches from now on with this patience. */
  void watch(long patienceMillis) {
    stop();
    patience = patienceMillis;
    last = millis.getAsLong();
    arm(patience);
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

  private void arm(long delay) {
    timer = vertx.setTimer(Math.max(1, delay), fired -> check());
  }

  private void check() {
    timer = -1;
    long left = last + patience - millis.getAsLong();
    if (left > 0) {
      arm(left);
    } else {
      expired.run();
    }
  }
}
