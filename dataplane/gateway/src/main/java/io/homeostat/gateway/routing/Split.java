package io.homeostat.gateway.routing;

import java.nio.ByteBuffer;

/**
 * Puts a session on a line of 1000 places. The candidate takes the places from 0 up to its weight,
 * the hold-back those from the other end, stable what lies between: a larger weight only moves
 * sessions to the candidate, a smaller one only back.
 */
public final class Split {
  /** Number of places. */
  public static final int PLACES = 1000;

  private Split() {}

  /** Returns the place of a session, 0 to 999, the same for ever with the same salt. */
  public static int place(String session, String salt) {
    long hash =
        Integer.toUnsignedLong(
            ByteBuffer.wrap(SessionDigest.sha256(salt + "/" + session)).getInt());
    return (int) ((hash * PLACES) >>> 32);
  }

  /**
   * Returns the arm that serves a place.
   *
   * @param candidateAllowed false gives the candidate's share to stable
   */
  public static Arm arm(Plan plan, int place, boolean candidateAllowed) {
    int candidate = candidateAllowed ? weight(plan, Role.CANDIDATE) : 0;
    if (place < candidate) {
      return plan.arm(Role.CANDIDATE).orElseThrow();
    }
    if (place >= PLACES - weight(plan, Role.HOLDBACK)) {
      return plan.arm(Role.HOLDBACK).orElseThrow();
    }
    return plan.stable();
  }

  private static int weight(Plan plan, Role role) {
    return plan.arm(role).map(Arm::weightPermille).orElse(0);
  }
}
