package io.homeostat.monitor.canary;

import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Sum;
import io.homeostat.monitor.session.Tally;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Takes from a session the value that each analysis of a canary asks for. */
final class UnitValues {
  private final SessionUnit unit;
  private final SetChoice sets;

  UnitValues(SessionUnit unit, SetChoice sets) {
    this.unit = unit;
    this.sets = sets;
  }

  /** The value in [0,1], higher is better; nothing when the session has none. */
  OptionalDouble of(CanaryAnalysis analysis) {
    Map<String, Tally> scope = scope(analysis.capability());
    if (scope.isEmpty()) {
      return OptionalDouble.empty();
    }
    return analysis.signal() == Signal.ERRORS ? success(scope.values()) : quality(scope);
  }

  /** Whether there were answers but none has a value that may be tested. */
  boolean missing() {
    return quality(unit.capabilities()).isEmpty();
  }

  private Map<String, Tally> scope(String capability) {
    if (capability == null) {
      return unit.capabilities();
    }
    Tally tally = unit.capabilities().get(capability);
    return tally == null ? Map.of() : Map.of(capability, tally);
  }

  private static OptionalDouble success(Collection<Tally> tallies) {
    int all = tallies.stream().mapToInt(Tally::interactions).sum();
    int failed = tallies.stream().mapToInt(Tally::failed).sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - failed / (double) all);
  }

  private OptionalDouble quality(Map<String, Tally> scope) {
    int count = 0;
    double total = 0;
    for (Map.Entry<String, Tally> entry : scope.entrySet()) {
      Optional<Sum> sum =
          sets.of(entry.getKey(), entry.getValue())
              .map(entry.getValue()::quality)
              .orElseGet(
                  () ->
                      entry.getValue().failedScored() == 0
                          ? Optional.empty()
                          : entry.getValue().quality(""));
      count += sum.map(Sum::count).orElse(0);
      total += sum.map(Sum::total).orElse(0d);
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.clamp(total / count, 0, 1));
  }
}
