package io.homeostat.monitor.cause;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.homeostat.monitor.history.Spanned;
import java.util.ArrayList;
import java.util.List;

/**
 * Interactions of one span of time.
 *
 * @param startMillis begin of the span
 * @param endMillis end of the span, excluded
 * @param level the span was merged from 2^level basic ones
 * @param interactions of the stable release
 * @param corrected those of them that a client corrected to another answer
 * @param sources up to {@value #MOST_SOURCES} different senders of corrections, hashed
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Bucket(
    long startMillis,
    long endMillis,
    int level,
    int interactions,
    int corrected,
    List<String> sources)
    implements Spanned<Bucket> {
  /** As many as the test for a cause asks for. */
  static final int MOST_SOURCES = 3;

  /** Copies the list. */
  public Bucket {
    sources = sources == null ? List.of() : List.copyOf(sources);
  }

  static Bucket at(long millis, long width) {
    long start = Math.floorDiv(millis, width) * width;
    return new Bucket(start, start + width, 0, 0, 0, List.of());
  }

  Bucket plusInteraction() {
    return new Bucket(startMillis, endMillis, level, interactions + 1, corrected, sources);
  }

  Bucket plusCorrection(String source) {
    return new Bucket(
        startMillis, endMillis, level, interactions, corrected + 1, with(sources, List.of(source)));
  }

  @Override
  public Bucket merge(Bucket later) {
    return new Bucket(
        startMillis,
        later.endMillis,
        level + 1,
        interactions + later.interactions,
        corrected + later.corrected,
        with(sources, later.sources));
  }

  static List<String> with(List<String> known, List<String> more) {
    List<String> all = new ArrayList<>(known);
    more.stream().filter(source -> !all.contains(source)).forEach(all::add);
    return all.subList(0, Math.min(all.size(), MOST_SOURCES));
  }
}
