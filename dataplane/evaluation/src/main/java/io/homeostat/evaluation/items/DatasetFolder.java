package io.homeostat.evaluation.items;

import io.homeostat.evaluation.UnusableEvaluationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A built version of a Dataset: its held-out items, and who gave the rows that were trained on. */
public record DatasetFolder(Path path) {
  private static final String MARKER = "COMPLETE";
  private static final String TEST = "test.jsonl";
  private static final String TRAIN = "train.jsonl";

  /** The held-out items. */
  public List<Item> heldOut() throws UnusableEvaluationException {
    if (!Files.isRegularFile(path.resolve(MARKER))) {
      throw new UnusableEvaluationException(
          "expected a finished Dataset in %s, found no %s: wait until its Job has ended"
              .formatted(path, MARKER));
    }
    List<Item> items = new ItemFile(path.resolve(TEST), "test", null).read();
    if (items.isEmpty()) {
      throw new UnusableEvaluationException(
          "%s has no items: build the Dataset with a test split".formatted(path.resolve(TEST)));
    }
    return items;
  }

  /** Identities that gave a row of the training. */
  public Set<String> trainingSources() throws UnusableEvaluationException {
    return new ItemFile(path.resolve(TRAIN), "train", "none")
        .read().stream()
            .map(Item::source)
            .filter(source -> !source.isEmpty())
            .collect(Collectors.toSet());
  }
}
