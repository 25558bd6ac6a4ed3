package io.homeostat.monitor.drift;

import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.monitor.session.Measure;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import java.util.List;
import java.util.OptionalDouble;

/** Takes from what a session brought for one capability the values of each signal. */
final class SignalValues {
  private final SessionUnit unit;
  private final Tally tally;
  private final Prices prices;

  SignalValues(SessionUnit unit, Tally tally, Prices prices) {
    this.unit = unit;
    this.tally = tally;
    this.prices = prices;
  }

  /**
   * One value per scorer set of what scorers say, one of anything else; none when the session has
   * none. Shares are higher when they are better, amounts and times are in their own unit.
   *
   * @param watched scorer set under which a session of failed answers alone scores 0; null when
   *     none is watched yet
   */
  List<Value> of(Signal signal, String watched) {
    return switch (signal.metric()) {
      case QUALITY, SCORE -> scores(signal.part(), watched);
      case UNSCORED -> value(OptionalDouble.of(tally.scored()));
      case ERRORS -> value(OptionalDouble.of(tally.success()));
      case CORRECTIONS -> value(OptionalDouble.of(tally.uncorrected()));
      case LATENCY -> value(mean(Measure.LATENCY));
      case FIRST_TOKEN -> value(mean(Measure.FIRST_TOKEN));
      case INTER_TOKEN -> value(mean(Measure.INTER_TOKEN));
      case INPUT_TOKENS -> value(mean(Measure.PROMPT_TOKENS));
      case OUTPUT_TOKENS -> value(mean(Measure.OUTPUT_TOKENS));
      case COST -> value(cost());
    };
  }

  private List<Value> scores(String part, String watched) {
    if (tally.sets().isEmpty() && watched != null) {
      return value(watched, tally.meanQuality(watched, part));
    }
    return tally.sets().keySet().stream()
        .sorted()
        .flatMap(set -> value(set, tally.meanQuality(set, part)).stream())
        .toList();
  }

  private OptionalDouble mean(Measure measure) {
    return tally.measured(measure).stream().mapToDouble(value -> value).average();
  }

  private OptionalDouble cost() {
    OptionalDouble output = mean(Measure.OUTPUT_TOKENS);
    return output.isEmpty()
        ? output
        : OptionalDouble.of(
            output.getAsDouble() * prices.output()
                + mean(Measure.PROMPT_TOKENS).orElse(0) * prices.input());
  }

  private List<Value> value(OptionalDouble value) {
    return value("", value);
  }

  private List<Value> value(String set, OptionalDouble value) {
    return value.isEmpty()
        ? List.of()
        : List.of(new Value(unit.release(), set, value.getAsDouble(), unit.startMillis()));
  }
}
