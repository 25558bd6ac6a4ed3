package io.homeostat.monitor.cause;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.homeostat.events.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of one span of time, with how they spread over every dimension.
 *
 * @param startMillis begin of the span
 * @param endMillis end of the span, excluded
 * @param total all values
 * @param judge the judge's part of them
 * @param dimensions per dimension and value of it; at most {@value #MOST_DIMENSIONS} of each at
 *     most {@value #MOST_VALUES} values, further values together as {@value #REST}
 * @param worst the interactions with the lowest values
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Span(
    long startMillis,
    long endMillis,
    Moments total,
    Moments judge,
    Map<String, Map<String, Moments>> dimensions,
    List<Example> worst) {
  static final int MOST_DIMENSIONS = 8;
  static final int MOST_VALUES = 16;
  static final String REST = "(rest)";

  private static final int MOST_EXAMPLES = 5;

  /** An interaction and its value. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record Example(String id, double value) {}

  /** Copies the collections. */
  public Span {
    dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
    worst = worst == null ? List.of() : List.copyOf(worst);
  }

  static Span at(long startMillis, long endMillis) {
    return new Span(startMillis, endMillis, Moments.NONE, Moments.NONE, Map.of(), List.of());
  }

  /** Nothing, at no time. */
  static Span empty() {
    return at(0, 0);
  }

  Span plus(Score score, double value, Map<String, String> properties) {
    Map<String, Map<String, Moments>> grown = new TreeMap<>(dimensions);
    properties.forEach(
        (dimension, property) ->
            grow(grown, dimension, Map.of(property, Moments.NONE.plus(value))));
    Double judged = score.parts() == null ? null : score.parts().get("judge");
    return new Span(
        startMillis,
        endMillis,
        total.plus(value),
        judged == null ? judge : judge.plus(judged),
        grown,
        lowest(worst, List.of(new Example(score.interactionId(), value))));
  }

  /** Both together, from the first begin to the last end. */
  Span merge(Span later) {
    Map<String, Map<String, Moments>> grown = new TreeMap<>(dimensions);
    later.dimensions.forEach((dimension, values) -> grow(grown, dimension, values));
    return new Span(
        startMillis,
        later.endMillis,
        total.plus(later.total),
        judge.plus(later.judge),
        grown,
        lowest(worst, later.worst));
  }

  private static void grow(
      Map<String, Map<String, Moments>> dimensions, String dimension, Map<String, Moments> more) {
    Map<String, Moments> known = dimensions.get(dimension);
    if (known == null && dimensions.size() >= MOST_DIMENSIONS) {
      return;
    }
    Map<String, Moments> grown = new TreeMap<>(known == null ? Map.of() : known);
    more.forEach(
        (value, moments) -> {
          String name = grown.containsKey(value) || grown.size() < MOST_VALUES ? value : REST;
          grown.merge(name, moments, Moments::plus);
        });
    dimensions.put(dimension, grown);
  }

  private static List<Example> lowest(List<Example> some, List<Example> more) {
    List<Example> all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(Comparator.comparingDouble(Example::value).thenComparing(Example::id));
    return all.subList(0, Math.min(all.size(), MOST_EXAMPLES));
  }
}
