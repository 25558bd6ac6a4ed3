package io.homeostat.gateway.access;

import java.util.Optional;

/** Whether the rates of a key let a request through. */
public sealed interface Permit {
  /** How the limits stand; empty for one that the key does not have. */
  Rates rates();

  /** The limits of a key after this request. */
  record Rates(Optional<Rate> requests, Optional<Rate> tokens) {}

  /**
   * It may go on.
   *
   * @param charge tells afterwards what it really cost
   */
  record Granted(Rates rates, Charge charge) implements Permit {}

  /**
   * It comes too early.
   *
   * @param limit {@code requests} or {@code tokens}
   * @param perMinute what the key may use
   * @param waitMillis when it can be sent again
   */
  record Refused(Rates rates, String limit, int perMinute, long waitMillis) implements Permit {}

  /** What a request was estimated to cost. */
  @FunctionalInterface
  interface Charge {
    /** A request of a key without a limit of tokens. */
    Charge FREE = tokens -> {};

    /** Corrects the estimate: {@code tokens} were used. Called once at most. */
    void settle(long tokens);
  }
}
