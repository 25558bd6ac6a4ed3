package io.homeostat.gateway.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops sending requests to an arm that failed several times in a row, so that clients do not wait
 * for failures; a breaker, not a statistic. Thread-safe.
 */
public final class ArmBreakers {
  private static final Logger LOG = LoggerFactory.getLogger(ArmBreakers.class);
  private static final int FAILURES_TO_OPEN = 5;
  private static final long OPEN_MILLIS = 10_000;

  private final LongSupplier millis;
  private final Map<Key, State> states = new HashMap<>();

  /** Uses a clock that never goes back. */
  public ArmBreakers(LongSupplier millis) {
    this.millis = millis;
  }

  /** Whether a request may try the arm; after the pause one request at a time may. */
  public synchronized boolean allows(String service, String release) {
    State state = states.get(new Key(service, release));
    if (state == null || state.failures < FAILURES_TO_OPEN) {
      return true;
    }
    long now = millis.getAsLong();
    if (now < state.nextTry) {
      return false;
    }
    state.nextTry = now + OPEN_MILLIS;
    return true;
  }

  /** The arm answered. */
  public synchronized void succeeded(String service, String release) {
    states.remove(new Key(service, release));
  }

  /**
   * The arm gave no answer although stable could; the fifth time in a row opens its breaker for 10
   * s.
   */
  public synchronized void failed(String service, String release) {
    State state = states.computeIfAbsent(new Key(service, release), key -> new State());
    state.failures++;
    if (state.failures >= FAILURES_TO_OPEN) {
      state.nextTry = millis.getAsLong() + OPEN_MILLIS;
    }
    if (state.failures == FAILURES_TO_OPEN) {
      LOG.warn(
          "release {} of {} failed {} times in a row: stable answers for it",
          release,
          service,
          FAILURES_TO_OPEN);
    }
  }

  /** Forgets arms of services that are gone. */
  public synchronized void retain(Set<String> services) {
    states.keySet().removeIf(key -> !services.contains(key.service()));
  }

  private record Key(String service, String release) {}

  private static final class State {
    private int failures;
    private long nextTry;
  }
}
