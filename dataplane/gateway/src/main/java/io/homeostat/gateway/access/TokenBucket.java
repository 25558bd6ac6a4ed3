package io.homeostat.gateway.access;

/**
 * Lets through so much per minute, all of it at once if need be: what is used comes back evenly
 * over a minute. It may owe, because what an answer costs is known only when it has ended. Not
 * thread-safe.
 */
final class TokenBucket {
  private static final double MINUTE_MILLIS = 60_000;

  private int perMinute;
  private double left;
  private long lastMillis;

  /** Starts full. */
  TokenBucket(int perMinute, long nowMillis) {
    this.perMinute = perMinute;
    this.left = perMinute;
    this.lastMillis = nowMillis;
  }

  /** Lets another amount through from now on; what was used stays used. */
  void resize(int next, long nowMillis) {
    refill(nowMillis);
    left += next - perMinute;
    perMinute = next;
  }

  /** Takes an amount if it is there; one larger than a full bucket needs a full one. */
  boolean take(double amount, long nowMillis) {
    refill(nowMillis);
    if (left < Math.min(amount, perMinute)) {
      return false;
    }
    left -= amount;
    return true;
  }

  /** Takes more, or gives back with a negative amount. */
  void correct(double amount, long nowMillis) {
    refill(nowMillis);
    left = Math.min(perMinute, left - amount);
  }

  /** Milliseconds until an amount can be taken; 0 when it can be now. */
  long millisUntil(double amount, long nowMillis) {
    refill(nowMillis);
    double missing = Math.min(amount, perMinute) - left;
    return missing <= 0 ? 0 : (long) Math.ceil(missing * MINUTE_MILLIS / perMinute);
  }

  int perMinute() {
    return perMinute;
  }

  /** What can be taken now, at least 0. */
  int left(long nowMillis) {
    refill(nowMillis);
    return (int) Math.max(0, Math.floor(left));
  }

  private void refill(long nowMillis) {
    double back = (nowMillis - lastMillis) * perMinute / MINUTE_MILLIS;
    left = Math.min(perMinute, left + back);
    lastMillis = nowMillis;
  }
}
