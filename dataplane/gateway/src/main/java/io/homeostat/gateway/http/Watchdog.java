package io.homeostat.gateway.http;

/**
 * Notices that nothing happened for a while, or that it is too late for anything, to within a round
 * of its patrol. For one event loop.
 */
final class Watchdog {
  private static final int ASLEEP = -1;

  private final Patrol patrol;
  private final Runnable expired;
  private final long latest;
  private int place = ASLEEP;
  private long patience;
  private long last;

  /**
   * Watches nothing yet.
   *
   * @param latest when it is too late, on the patrol's clock
   */
  Watchdog(Patrol patrol, long latest, Runnable expired) {
    this.patrol = patrol;
    this.latest = latest;
    this.expired = expired;
  }

  /** Watches from now on with this patience. */
  void watch(long patienceMillis) {
    patience = patienceMillis;
    touch();
    if (place == ASLEEP) {
      place = patrol.wakes(this);
    }
  }

  /** Something happened. */
  void touch() {
    last = patrol.now();
  }

  /** Watches no more. */
  void stop() {
    if (place != ASLEEP) {
      patrol.sleeps(place);
      place = ASLEEP;
    }
  }

  /** Its place with the patrol is another one now. */
  void moved(int to) {
    place = to;
  }

  /** Tells whoever waits, once, when it is time. */
  void look(long now) {
    if (now >= Math.min(last + patience, latest)) {
      stop();
      expired.run();
    }
  }
}
