package io.homeostat.operator.frame;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets figures in status change at most every 15 seconds, so that a busy service does not flood the
 * API server.
 */
public final class FigurePace {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Clock clock;
  private final Map<String, Instant> written = new ConcurrentHashMap<>();

  /** Starts with nothing written: after a restart each object may change once at once. */
  public FigurePace(Clock clock) {
    this.clock = clock;
  }

  /** Whether new figures of this object may be written now; true starts the next interval. */
  public boolean take(String uid) {
    Instant now = clock.instant();
    Instant before = written.get(uid);
    if (before != null && before.plus(INTERVAL).isAfter(now)) {
      return false;
    }
    written.put(uid, now);
    return true;
  }

  /** How long a figure that was held back has to wait at most. */
  public Duration interval() {
    return INTERVAL;
  }

  /** Forgets an object that is gone. */
  public void forget(String uid) {
    written.remove(uid);
  }
}
