package io.homeostat.monitor.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Keeps figures over time in bounded space, the finer the younger.
 *
 * <p>An exponential histogram: of each length of spans a fixed number is kept, then the two oldest
 * become one of twice the length.
 *
 * @param perLevel spans of one length that are kept
 * @param begin makes the empty basic span that holds a moment
 */
public record Ageing<S extends Spanned<S>>(int perLevel, LongFunction<S> begin) {
  /**
   * The spans with the one of a moment changed; a moment before the first span changes that one.
   *
   * @param spans in the order of time, without overlap
   */
  public List<S> change(List<S> spans, long atMillis, UnaryOperator<S> change) {
    List<S> changed = new ArrayList<>(spans);
    if (changed.isEmpty() || atMillis >= changed.getLast().endMillis()) {
      changed.add(begin.apply(atMillis));
      compact(changed);
    }
    int index = changed.size() - 1;
    while (index > 0 && changed.get(index).startMillis() > atMillis) {
      index--;
    }
    changed.set(index, change.apply(changed.get(index)));
    return changed;
  }

  private void compact(List<S> spans) {
    for (int level = 0; level <= spans.getFirst().level(); level++) {
      int wanted = level;
      long count = spans.stream().filter(span -> span.level() == wanted).count();
      if (count <= perLevel) {
        return;
      }
      int oldest = 0;
      while (spans.get(oldest).level() != level) {
        oldest++;
      }
      spans.set(oldest, spans.get(oldest).merge(spans.remove(oldest + 1)));
    }
  }
}
