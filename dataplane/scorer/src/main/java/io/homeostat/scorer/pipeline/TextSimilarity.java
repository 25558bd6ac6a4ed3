package io.homeostat.scorer.pipeline;

import java.util.OptionalDouble;

/** How close an answer is to a reference. */
@FunctionalInterface
public interface TextSimilarity {
  /**
   * Returns a value in [0,1], 1 for equal texts; empty when this measure says nothing about such a
   * reference.
   *
   * @throws InterruptedException when the thread is stopped while it waits
   */
  OptionalDouble between(String reference, String answer) throws InterruptedException;
}
