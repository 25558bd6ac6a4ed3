package io.homeostat.operator.learning.decide;

import java.util.Arrays;

/** Why a learning step ended without a result; the reason of its condition. */
public enum JobFailure {
  /** The program said why it cannot do what was asked; its last words are the message. */
  JobFailed,
  /** The program names rows that it cannot learn from. */
  DataRefused,
  /** The container or its device had too little memory, with the smallest batches, too. */
  OutOfMemory,
  /** An attempt ran longer than it may. */
  DeadlineExceeded,
  /** The infrastructure ended every allowed attempt. */
  AttemptsExhausted,
  /** The program ended well and what it said cannot be read. */
  ResultUnreadable;

  /** Whether a condition's reason is one of these, so that nothing will change it any more. */
  public static boolean names(String reason) {
    return Arrays.stream(values()).anyMatch(failure -> failure.name().equals(reason));
  }
}
