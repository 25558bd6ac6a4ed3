package io.homeostat.evaluation.ask;

import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;

/** Gets one answer of a release to an item; safe for threads. */
@FunctionalInterface
public interface Asker {
  /**
   * Asks; blocks, also while the releases cannot be reached.
   *
   * @return the answer as the scorer would see it; one with {@code error} when the release fails
   * @throws UnusableEvaluationException when it is refused, or cannot be reached for too long
   * @throws InterruptedException when the thread is stopped while it waits
   */
  Interaction ask(String release, Item item)
      throws UnusableEvaluationException, InterruptedException;
}
