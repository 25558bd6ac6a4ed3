package io.homeostat.gateway.routing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Remembers when somebody last asked for the applied plans. A gateway that nobody asks cannot be
 * told to take a candidate back, so it does that by itself.
 */
public final class OperatorContact {
  private static final long PATIENCE_MILLIS = 120_000;

  private final LongSupplier millis;
  private final AtomicLong last;

  /** Starts the patience now; {@code millis} is a clock that never goes back. */
  public OperatorContact(LongSupplier millis) {
    this.millis = millis;
    this.last = new AtomicLong(millis.getAsLong());
  }

  /** Somebody asked. */
  public void asked() {
    last.set(millis.getAsLong());
  }

  /** Whether candidates may be served. */
  public boolean isFresh() {
    return millis.getAsLong() - last.get() < PATIENCE_MILLIS;
  }
}
