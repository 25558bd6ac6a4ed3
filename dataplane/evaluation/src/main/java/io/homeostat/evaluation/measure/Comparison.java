package io.homeostat.evaluation.measure;

import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Preference;

/** Says which of two answers is better; blocks, and is safe for threads. */
@FunctionalInterface
public interface Comparison {
  /**
   * Compares in both orders.
   *
   * @param reference a right answer; null when none is known
   * @throws JudgeUnavailableException when nobody could say
   * @throws InterruptedException when the thread is stopped while it waits
   */
  Preference prefer(String question, String first, String second, String reference)
      throws JudgeUnavailableException, InterruptedException;
}
