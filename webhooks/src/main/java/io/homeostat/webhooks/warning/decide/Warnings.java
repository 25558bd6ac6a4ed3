package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a user wants to know about a change that is correct by itself but does not fit the objects
 * around it. Never a reason to refuse it: Git applies objects in any order.
 */
public final class Warnings {
  /** What the API server shows of one warning. */
  private static final int LONGEST = 256;

  /** The API server shows 4,096 characters of all webhooks together. */
  private static final int MOST = 10;

  private Warnings() {}

  /** At most ten sentences, each with the field it is about; most often none. */
  public static List<String> about(Change<?> change, Neighbours around) {
    return Stream.of(
            MissingReferences.of(change.object(), around),
            AdapterRank.of(change, around),
            AdapterBase.of(change, around),
            SharedModelName.of(change, around),
            LearningNeeds.of(change.object(), around),
            CanaryTime.of(change, around))
        .flatMap(sentences -> sentences)
        .distinct()
        .limit(MOST)
        .map(Warnings::shortened)
        .toList();
  }

  private static String shortened(String sentence) {
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 1) + "…";
  }

  /** The change, when it is one of this kind. */
  static <T extends HasMetadata> Stream<Change<T>> of(Class<T> kind, Change<?> change) {
    return kind.isInstance(change.object())
        ? Stream.of(new Change<>(kind.cast(change.object()), change.before().map(kind::cast)))
        : Stream.empty();
  }
}
