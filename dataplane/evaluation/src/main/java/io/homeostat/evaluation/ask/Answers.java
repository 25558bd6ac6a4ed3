package io.homeostat.evaluation.ask;

import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import java.util.List;

/**
 * What both releases answered to one item.
 *
 * @param candidate one answer per sample
 * @param stable as many
 * @param again stable's answer to being asked once more; null when it was not
 */
public record Answers(
    Item item, List<Interaction> candidate, List<Interaction> stable, Interaction again) {
  public Answers {
    candidate = List.copyOf(candidate);
    stable = List.copyOf(stable);
  }
}
