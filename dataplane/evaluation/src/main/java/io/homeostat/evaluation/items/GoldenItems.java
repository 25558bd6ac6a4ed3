package io.homeostat.evaluation.items;

import io.homeostat.crds.evaluation.EvaluationSpec.Superseded;
import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What still holds of golden items when the world changed: superseded ones are left out, ones that
 * held-out corrections contradict get the new answer when nobody behind it also taught the
 * candidate, and all other contradictions are conflicts for a person.
 */
public final class GoldenItems {
  private static final int SHOWN = 10;

  private final Map<String, List<Item>> corrections = new HashMap<>();
  private final Set<String> trainers;
  private final List<Item> kept = new ArrayList<>();
  private final List<String> conflicts = new ArrayList<>();
  private int superseded;
  private int rereferenced;

  /**
   * Wires what contradicts golden items.
   *
   * @param heldOut held-out items of the Dataset; those with a source are corrections
   * @param trainers sources of the rows that the candidate learnt from
   */
  public GoldenItems(Collection<Item> heldOut, Set<String> trainers) {
    this.trainers = Set.copyOf(trainers);
    heldOut.stream()
        .filter(item -> !item.source().isEmpty() && item.reference() != null)
        .forEach(
            item -> corrections.computeIfAbsent(question(item), q -> new ArrayList<>()).add(item));
  }

  /**
   * Takes the items of one set.
   *
   * @param given what the spec says of it; null for nothing
   */
  public void add(List<Item> items, Superseded given) {
    for (Item item : items) {
      if (given != null && isSuperseded(item, given)) {
        superseded++;
      } else {
        kept.add(checked(item));
      }
    }
  }

  /** The items that are asked. */
  public List<Item> kept() {
    return List.copyOf(kept);
  }

  /** What became of the others; null when nothing did. */
  public Golden summary() {
    return superseded + rereferenced + conflicts.size() == 0
        ? null
        : new Golden(superseded, rereferenced, conflicts.stream().limit(SHOWN).toList());
  }

  private static boolean isSuperseded(Item item, Superseded given) {
    String own = item.id().substring(item.id().indexOf('/') + 1);
    return given.capabilities().contains(item.capability()) || given.ids().contains(own);
  }

  private Item checked(Item item) {
    List<Item> contradicting =
        item.reference() == null
            ? List.of()
            : corrections.getOrDefault(question(item), List.of()).stream()
                .filter(other -> !words(other.reference()).equals(words(item.reference())))
                .toList();
    if (contradicting.isEmpty()) {
      return item;
    }
    Set<String> answers =
        contradicting.stream().map(other -> words(other.reference())).collect(Collectors.toSet());
    boolean disjoint = contradicting.stream().map(Item::source).noneMatch(trainers::contains);
    if (answers.size() == 1 && disjoint) {
      rereferenced++;
      return item.withReference(contradicting.getFirst().reference());
    }
    conflicts.add(item.id());
    return item;
  }

  private static String question(Item item) {
    return item.history().hashCode() + " " + words(item.prompt());
  }

  private static String words(String text) {
    return String.join(" ", text.toLowerCase(Locale.ROOT).strip().split("\\s+"));
  }
}
