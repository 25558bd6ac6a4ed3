package io.homeostat.gateway.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Looks after all watchdogs of one event loop with one timer, so that waking one and putting it to
 * sleep costs next to nothing.
 */
final class Patrol {
  private static final long ROUND_MILLIS = 50;

  private final LongSupplier millis;
  private final List<Watchdog> awake = new ArrayList<>();

  /**
   * Goes no rounds by itself.
   *
   * @param millis a clock that never goes back
   */
  Patrol(LongSupplier millis) {
    this.millis = millis;
  }

  /** Goes its rounds on the event loop of the caller from now on. */
  Patrol start(Vertx vertx) {
    vertx.setPeriodic(ROUND_MILLIS, round -> look());
    return this;
  }

  long now() {
    return millis.getAsLong();
  }

  /** Returns the place of the watchdog, to be given back with {@link #sleeps}. */
  int wakes(Watchdog watchdog) {
    awake.add(watchdog);
    return awake.size() - 1;
  }

  /** Puts the last watchdog into the place that becomes free. */
  void sleeps(int place) {
    Watchdog last = awake.removeLast();
    if (place < awake.size()) {
      awake.set(place, last);
      last.moved(place);
    }
  }

  /**
   * Goes one round; what expires may wake and put to sleep others, which may be looked at a round
   * later.
   */
  void look() {
    long now = now();
    for (int i = awake.size() - 1; i >= 0; i--) {
      if (i < awake.size()) {
        awake.get(i).look(now);
      }
    }
  }
}
