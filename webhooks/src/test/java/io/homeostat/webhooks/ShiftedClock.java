package io.homeostat.webhooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs like any other, days away from the present. */
final class ShiftedClock extends Clock {
  private volatile Duration shift = Duration.ZERO;

  /** From now on it shows the present plus this. */
  void shift(Duration next) {
    shift = next;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(shift);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock knows UTC only");
  }
}
