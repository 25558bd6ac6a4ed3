package io.homeostat.monitor.drift;

import io.homeostat.monitor.drift.StreamFeed.Value;
import java.util.Optional;

/**
 * Values of one minute and one release, which become one value: what slows a request slows its
 * neighbours, too.
 *
 * @param startMillis of the minute
 * @param count of values
 * @param total of values
 */
public record Minute(String release, long startMillis, int count, double total) {
  private static final long MILLIS = 60_000;

  /**
   * What a value does to the minute before.
   *
   * @param pending minute that is not over
   * @param complete value of the minute that is
   */
  record Step(Minute pending, Optional<Value> complete) {}

  /**
   * Adds a value.
   *
   * @param before minute that is not over; null when there is none
   */
  static Step step(Minute before, Value value) {
    long start = value.atMillis() - Math.floorMod(value.atMillis(), MILLIS);
    if (before != null && before.isOf(value.release(), start)) {
      return new Step(
          new Minute(
              before.release, before.startMillis, before.count + 1, before.total + value.value()),
          Optional.empty());
    }
    Minute begun = new Minute(value.release(), start, 1, value.value());
    return new Step(begun, Optional.ofNullable(before).map(Minute::mean));
  }

  /** A value of an earlier minute is late and counts in this one. */
  private boolean isOf(String otherRelease, long start) {
    return release.equals(otherRelease) && start <= startMillis;
  }

  private Value mean() {
    return new Value(release, "", total / count, startMillis, null);
  }
}
