package io.homeostat.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows of each engine pod how much it has to do, whether it fails, and which adapters it lacks,
 * and picks the next one for a request. Thread-safe.
 */
public final class PodBoard {
  private static final Logger LOG = LoggerFactory.getLogger(PodBoard.class);
  private static final int FAILURES_TO_EJECT = 3;
  private static final long EJECTED_MILLIS = 10_000;
  private static final int MOST_DOUBLINGS = 4;
  private static final long MISSING_MILLIS = 30_000;

  private final LongSupplier millis;
  private final Map<EnginePod, State> states = new HashMap<>();
  private long turn;

  /** Uses a clock that never goes back. */
  public PodBoard(LongSupplier millis) {
    this.millis = millis;
  }

  /**
   * Picks the pod with the fewest open requests among those that work and have the adapter; when
   * there are none, among the others, because trying beats refusing. The pod counts one more open
   * request until {@link #release}.
   *
   * @param tried pods that this request must not try again
   */
  public synchronized Optional<EnginePod> acquire(
      List<EnginePod> pods, String servedModel, Set<EnginePod> tried) {
    long now = millis.getAsLong();
    List<EnginePod> left = new ArrayList<>(pods);
    left.removeAll(tried);
    List<EnginePod> good = new ArrayList<>(left);
    good.removeIf(pod -> !state(pod).isGood(servedModel, now));
    List<EnginePod> choice = good.isEmpty() ? left : good;
    if (choice.isEmpty()) {
      return Optional.empty();
    }
    int offset = (int) (turn++ % choice.size());
    EnginePod picked = choice.get(offset);
    for (int i = 1; i < choice.size(); i++) {
      EnginePod next = choice.get((offset + i) % choice.size());
      picked = state(next).open < state(picked).open ? next : picked;
    }
    state(picked).open++;
    return Optional.of(picked);
  }

  /** Ends a request that {@link #acquire} counted. */
  public synchronized void release(EnginePod pod) {
    state(pod).open--;
  }

  /** The pod answered. */
  public synchronized void succeeded(EnginePod pod) {
    State state = state(pod);
    state.failures = 0;
    state.ejections = 0;
  }

  /**
   * The pod did not answer; after one refused connection or three failures in a row it is taken out
   * for 10 s. Then one request at a time tries it; while those fail, too, it rests twice as long
   * each time, at most 160 s.
   */
  public synchronized void failed(EnginePod pod, String servedModel, Failure failure) {
    State state = state(pod);
    long now = millis.getAsLong();
    if (failure == Failure.ADAPTER_MISSING) {
      state.missingUntil.put(servedModel, now + MISSING_MILLIS);
    }
    if (!failure.isPodsFault()) {
      return;
    }
    state.failures++;
    if (failure == Failure.CONNECT_FAILED || state.failures >= FAILURES_TO_EJECT) {
      if (state.ejectedUntil <= now) {
        long rest = EJECTED_MILLIS << Math.min(state.ejections++, MOST_DOUBLINGS);
        LOG.warn(
            "engine pod {}:{} gets no requests for {} ms after {}",
            pod.host(),
            pod.port(),
            rest,
            failure.code());
        state.ejectedUntil = now + rest;
      }
    }
  }

  /** Forgets pods that are gone and have no open request. */
  public synchronized void retain(Collection<EnginePod> pods) {
    states
        .entrySet()
        .removeIf(entry -> !pods.contains(entry.getKey()) && entry.getValue().open == 0);
  }

  /** Whether no pod is known. */
  synchronized boolean isEmpty() {
    return states.isEmpty();
  }

  private State state(EnginePod pod) {
    return states.computeIfAbsent(pod, p -> new State());
  }

  private static final class State {
    private final Map<String, Long> missingUntil = new HashMap<>();
    private int open;
    private int failures;
    private int ejections;
    private long ejectedUntil = Long.MIN_VALUE;

    private boolean isGood(String servedModel, long now) {
      missingUntil.values().removeIf(until -> until <= now);
      boolean hasRoom = ejections == 0 || open == 0;
      return ejectedUntil <= now && hasRoom && !missingUntil.containsKey(servedModel);
    }
  }
}
