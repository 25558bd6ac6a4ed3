package io.homeostat.monitor.topology;

import io.homeostat.events.DriftVerdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts how often the streams of one monitor began to drift. */
final class Drifts {
  private final List<String> begun = new ArrayList<>();
  private Set<String> drifting = Set.of();
  private DriftVerdict last;

  /** Name of a stream. */
  static String name(DriftVerdict.Stream stream) {
    return stream.capability() + "/" + stream.signal();
  }

  /** Takes what was said next. */
  void take(DriftVerdict verdict) {
    Set<String> now =
        verdict.streams().stream()
            .filter(stream -> stream.state().equals("Drifting"))
            .map(Drifts::name)
            .collect(Collectors.toSet());
    Set<String> fresh = new HashSet<>(now);
    fresh.removeAll(drifting);
    begun.addAll(fresh);
    drifting = now;
    last = verdict;
  }

  /** Each beginning of a drift, by the name of its stream. */
  List<String> begun() {
    return begun;
  }

  /** What was said last. */
  DriftVerdict last() {
    return last;
  }
}
