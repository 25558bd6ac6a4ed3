package io.homeostat.gateway.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what the gateway holds at one time, so that too many requests are refused and not all of
 * them lost. Thread-safe.
 */
public final class Admission {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Sets the bounds.
   *
   * @param maxRequests open requests
   * @param maxBytes bytes of their bodies
   */
  public Admission(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a place for a request, to be given back with {@link #leave}; false when there is none.
   */
  public boolean enter() {
    if (requests.incrementAndGet() > maxRequests) {
      requests.decrementAndGet();
      return false;
    }
    return true;
  }

  /**
   * Takes room for bytes that are about to be held, to be given back with {@link #leave}; false
   * when there is none.
   */
  public boolean hold(long size) {
    if (bytes.addAndGet(size) > maxBytes) {
      bytes.addAndGet(-size);
      return false;
    }
    return true;
  }

  /** Gives back a place and the bytes that went with it. */
  public void leave(long size) {
    requests.decrementAndGet();
    bytes.addAndGet(-size);
  }

  /** Open requests. */
  public int requests() {
    return requests.get();
  }
}
