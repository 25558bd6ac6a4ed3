package io.homeostat.evaluation;

import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.evaluation.items.DatasetFolder;
import io.homeostat.evaluation.items.GoldenItems;
import io.homeostat.evaluation.items.Item;
import io.homeostat.evaluation.items.ItemFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads everything that an evaluation is made from. */
public record MaterialReader(EvaluationSpec spec, ClaimFolders files) {
  /**
   * Reads it.
   *
   * @param dataset folder of the Dataset's version; null when the spec names none
   */
  public Material read(Path dataset) throws UnusableEvaluationException {
    List<Item> heldOut = dataset == null ? List.of() : new DatasetFolder(dataset).heldOut();
    Set<String> trainers =
        dataset == null || spec.itemSets().isEmpty()
            ? Set.of()
            : new DatasetFolder(dataset).trainingSources();
    GoldenItems golden = new GoldenItems(heldOut, trainers);
    for (EvaluationSpec.ItemSet set : spec.itemSets()) {
      golden.add(
          new ItemFile(files.path(set.uri()), set.name(), set.name()).read(), set.superseded());
    }
    List<Item> items = new ArrayList<>(heldOut);
    items.addAll(golden.kept());
    if (items.isEmpty()) {
      throw new UnusableEvaluationException(
          "expected items to ask, found none: name a Dataset, or item sets that are not all"
              + " superseded");
    }
    return new Material(items, golden.summary(), ImportedFigures.read(spec.imports(), files));
  }
}
