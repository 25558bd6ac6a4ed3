package io.homeostat.gateway.routing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the requests that each release is answering, so that nothing is unloaded under a running
 * answer. Thread-safe.
 */
public final class OpenRequests {
  private final Map<Key, Integer> counts = new ConcurrentHashMap<>();

  /** Counts one more request until the ticket is closed. */
  public Ticket enter(String service, String release) {
    Key key = new Key(service, release);
    counts.merge(key, 1, Integer::sum);
    return new Ticket(key);
  }

  /** Open requests per release of a service; releases without any are left out. */
  public Map<String, Integer> of(String service) {
    Map<String, Integer> open = new TreeMap<>();
    counts.forEach(
        (key, count) -> {
          if (key.service().equals(service)) {
            open.put(key.release(), count);
          }
        });
    return open;
  }

  private record Key(String service, String release) {}

  /** One counted request. */
  public final class Ticket implements AutoCloseable {
    private final Key key;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Ticket(Key key) {
      this.key = key;
    }

    /** Ends the request; a second call does nothing. */
    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        counts.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
      }
    }
  }
}
