package io.homeostat.monitor.cause;

import io.homeostat.monitor.history.Ageing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How many interactions of a capability were corrected, and when, in bounded space.
 *
 * <p>Kept as {@link Ageing} has it, with basic spans of {@value #WIDTH_MILLIS} ms and {@value
 * #PER_LEVEL} of each length: a moment is known to about an eighth of its age, and a month takes
 * fewer than 300 spans. It holds one release: another one begins anew.
 *
 * @param release whose interactions are counted
 * @param buckets in the order of time, without overlap
 */
public record CorrectionHistory(String release, List<Bucket> buckets) {
  static final long WIDTH_MILLIS = 5_000;
  static final int PER_LEVEL = 16;

  private static final Ageing<Bucket> AGEING =
      new Ageing<>(PER_LEVEL, millis -> Bucket.at(millis, WIDTH_MILLIS));

  /** Copies the list. */
  public CorrectionHistory {
    buckets = List.copyOf(buckets);
  }

  /**
   * A period: interactions, how many of them were corrected, and by how many sources (at most 3 are
   * told apart).
   */
  record Period(int interactions, int corrected, int sources) {}

  /** Nothing yet of a release. */
  static CorrectionHistory of(String release) {
    return new CorrectionHistory(release, List.of());
  }

  long lastMillis() {
    return buckets.isEmpty() ? Long.MIN_VALUE : buckets.getLast().startMillis();
  }

  CorrectionHistory plusInteraction(long atMillis) {
    return change(atMillis, Bucket::plusInteraction);
  }

  CorrectionHistory plusCorrection(long atMillis, String source) {
    return change(atMillis, bucket -> bucket.plusCorrection(source));
  }

  private CorrectionHistory change(long atMillis, UnaryOperator<Bucket> change) {
    return new CorrectionHistory(release, AGEING.change(buckets, atMillis, change));
  }

  /** All spans that ended at or before a moment. */
  Period before(long millis) {
    return sum(buckets.stream().filter(bucket -> bucket.endMillis() <= millis).toList());
  }

  /**
   * All spans that began at or after a moment; the span that contains it belongs to neither side.
   */
  Period since(long millis) {
    return sum(buckets.stream().filter(bucket -> bucket.startMillis() >= millis).toList());
  }

  private static Period sum(List<Bucket> some) {
    Set<String> sources = new HashSet<>();
    some.forEach(bucket -> sources.addAll(bucket.sources()));
    return new Period(
        some.stream().mapToInt(Bucket::interactions).sum(),
        some.stream().mapToInt(Bucket::corrected).sum(),
        Math.min(sources.size(), Bucket.MOST_SOURCES));
  }
}
