package io.homeostat.monitor.canary;

import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition.Frame;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.monitor.session.Measure;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Sum;
import io.homeostat.monitor.session.Tally;
import io.homeostat.statistics.canary.MetricScale;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/** Takes from a session the value that each analysis of a canary asks for. */
final class UnitValues {
  private final SessionUnit unit;
  private final SetChoice sets;
  private final Frame frame;

  UnitValues(SessionUnit unit, SetChoice sets, Frame frame) {
    this.unit = unit;
    this.sets = sets;
    this.frame = frame;
  }

  /**
   * The value of a comparison in [0,1], higher is better; nothing when the session has none.
   *
   * @param bound frozen for this analysis; null when it needs none or none is known yet
   */
  OptionalDouble of(CanaryAnalysis analysis, Double bound) {
    CanaryMeasure measure = analysis.measure();
    if (!measure.timed() && !measure.amount()) {
      return mean(analysis);
    }
    if (bound == null) {
      return OptionalDouble.empty();
    }
    if (measure.timed()) {
      return share(analysis, value -> value <= bound, 0);
    }
    OptionalDouble amount = mean(analysis);
    return amount.isEmpty()
        ? amount
        : OptionalDouble.of(new MetricScale.CappedCost(bound).value(amount.getAsDouble()));
  }

  /** Mean of what an analysis looks at, in its own unit; nothing when the session has none. */
  OptionalDouble mean(CanaryAnalysis analysis) {
    Map<String, Tally> scope = scope(analysis.capability());
    if (scope.isEmpty()) {
      return OptionalDouble.empty();
    }
    return switch (analysis.measure()) {
      case ERRORS -> success(scope.values());
      case QUALITY, SCORE -> quality(scope, analysis.part());
      case OUTPUT_TOKENS -> average(measured(scope.values(), Measure.OUTPUT_TOKENS));
      case COST -> cost(scope.values());
      case LATENCY, FIRST_TOKEN, INTER_TOKEN ->
          average(measured(scope.values(), Bounds.time(analysis.measure())));
    };
  }

  /**
   * Share of the session's times of which something holds.
   *
   * @param ofFailed what a failed interaction counts as in a latency: it has no time of its own
   */
  OptionalDouble share(CanaryAnalysis analysis, DoublePredicate holds, double ofFailed) {
    Collection<Tally> scope = scope(analysis.capability()).values();
    List<Double> values = measured(scope, Bounds.time(analysis.measure()));
    int failed =
        analysis.measure() == CanaryMeasure.LATENCY
            ? scope.stream().mapToInt(Tally::failed).sum()
            : 0;
    int all = values.size() + failed;
    return all == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (values.stream().filter(holds::test).count() + ofFailed * failed) / all);
  }

  /** Whether there were answers but none has a value that may be tested. */
  boolean missing() {
    return quality(unit.capabilities(), null).isEmpty();
  }

  private Map<String, Tally> scope(String capability) {
    if (capability == null) {
      return unit.capabilities();
    }
    Tally tally = unit.capabilities().get(capability);
    return tally == null ? Map.of() : Map.of(capability, tally);
  }

  private static List<Double> measured(Collection<Tally> tallies, Measure measure) {
    return tallies.stream().flatMap(tally -> tally.measured(measure).stream()).toList();
  }

  private static OptionalDouble average(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average();
  }

  private OptionalDouble cost(Collection<Tally> tallies) {
    OptionalDouble output = average(measured(tallies, Measure.OUTPUT_TOKENS));
    OptionalDouble input = average(measured(tallies, Measure.PROMPT_TOKENS));
    return output.isEmpty()
        ? output
        : OptionalDouble.of(
            output.getAsDouble() * frame.outputPrice() + input.orElse(0) * frame.inputPrice());
  }

  private static OptionalDouble success(Collection<Tally> tallies) {
    int all = tallies.stream().mapToInt(Tally::interactions).sum();
    int failed = tallies.stream().mapToInt(Tally::failed).sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - failed / (double) all);
  }

  private OptionalDouble quality(Map<String, Tally> scope, String part) {
    int count = 0;
    double total = 0;
    for (Map.Entry<String, Tally> entry : scope.entrySet()) {
      Tally tally = entry.getValue();
      Optional<Sum> sum =
          sets.of(entry.getKey(), tally)
              .or(() -> tally.failedScored() == 0 ? Optional.empty() : Optional.of(""))
              .flatMap(set -> part == null ? tally.quality(set) : tally.quality(set, part));
      count += sum.map(Sum::count).orElse(0);
      total += sum.map(Sum::total).orElse(0d);
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.clamp(total / count, 0, 1));
  }
}
