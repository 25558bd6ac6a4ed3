package io.homeostat.gateway;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the gateway.
 *
 * @param wall tells the time of events
 * @param millis never goes back; measures durations
 */
public record Clocks(InstantSource wall, LongSupplier millis) {
  /** The clocks of this machine. */
  public static Clocks system() {
    return new Clocks(InstantSource.system(), () -> System.nanoTime() / 1_000_000);
  }
}
