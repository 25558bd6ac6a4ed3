package io.homeostat.evaluation;

import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import io.homeostat.evaluation.ask.Asker;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Small worlds: items of two capabilities, and releases that know something of them. */
public final class Worlds {
  public static final String CANDIDATE = "support-new";
  public static final String STABLE = "support-old";

  private Worlds() {}

  /** Items of a capability, all with the same right answer; null for none. */
  public static List<Item> items(String capability, int count, String reference) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(
          new Item(
              "test/" + capability + i,
              capability,
              capability + " " + i,
              reference,
              List.of(),
              ""));
    }
    return items;
  }

  /** What an evaluation is made from, without golden items and imports. */
  public static Material material(List<Item> first, List<Item> second) throws Exception {
    return material(first, second, null);
  }

  static Material material(List<Item> first, List<Item> second, Golden golden) throws Exception {
    List<Item> items = new ArrayList<>(first);
    items.addAll(second);
    return new Material(
        items, golden, ImportedFigures.read(List.of(), new ClaimFolders(java.util.Map.of())));
  }

  /** Releases that answer by name and item, at once; a null text is an empty answer. */
  public static Asker answering(BiFunction<String, Item, String> world) {
    return (release, item) -> answer(item, world.apply(release, item), "stop", 100, 4);
  }

  /** An answer as the scorer would see it. */
  public static Interaction answer(
      Item item, String text, String finishReason, long millis, Integer tokens) {
    return new Interaction(
        EventCodec.SCHEMA_VERSION,
        item.id(),
        null,
        0,
        null,
        null,
        "Candidate",
        null,
        0,
        null,
        null,
        item.capability(),
        item.reference(),
        item.messages(),
        text == null ? "" : text,
        false,
        200,
        null,
        finishReason,
        millis,
        null,
        null,
        10,
        tokens,
        null,
        List.of(),
        null,
        null,
        Interaction.GATEWAY,
        null,
        null,
        null,
        null);
  }
}
