package io.homeostat.monitor.cost;

import io.homeostat.monitor.history.Ageing;
import io.homeostat.monitor.session.Tally;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one capability used under one release, and when, in bounded space.
 *
 * @param spans in the order of time, without overlap
 */
record SpendHistory(List<Spend> spans) {
  static final SpendHistory NONE = new SpendHistory(List.of());

  private static final long WIDTH_MILLIS = 60_000;
  private static final int PER_LEVEL = 8;
  private static final Ageing<Spend> AGEING =
      new Ageing<>(PER_LEVEL, millis -> Spend.at(millis, WIDTH_MILLIS));

  /** Copies the list. */
  SpendHistory {
    spans = spans == null ? List.of() : List.copyOf(spans);
  }

  SpendHistory plus(long atMillis, Tally session) {
    return new SpendHistory(AGEING.change(spans, atMillis, span -> span.plus(session)));
  }

  long lastMillis() {
    return spans.isEmpty() ? Long.MIN_VALUE : spans.getLast().startMillis();
  }

  Spend all() {
    return sum(_ -> true);
  }

  /** All spans that ended at or before a moment; the span that holds it is on neither side. */
  Spend before(long millis) {
    return sum(span -> span.endMillis() <= millis);
  }

  /** All spans that began at or after a moment. */
  Spend since(long millis) {
    return sum(span -> span.startMillis() >= millis);
  }

  private Spend sum(Predicate<Spend> wanted) {
    return spans.stream().filter(wanted).reduce(Spend.NONE, Spend::merge);
  }
}
