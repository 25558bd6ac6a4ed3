package io.homeostat.judge;

import java.time.Duration;

/** Waits; handed in, so that tests need not. */
@FunctionalInterface
public interface Pause {
  /**
   * Returns after that time.
   *
   * @throws InterruptedException when the thread is stopped
   */
  void of(Duration time) throws InterruptedException;
}
