package io.homeostat.monitor.drift;

import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.monitor.session.Measure;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Takes from what a session brought for one capability the values of each signal. */
final class SignalValues {
  private final SessionUnit unit;
  private final Tally tally;
  private final Prices prices;

  private SignalValues(SessionUnit unit, Tally tally, Prices prices) {
    this.unit = unit;
    this.tally = tally;
    this.prices = prices;
  }

  /**
   * Takes them of one capability.
   *
   * @param capability {@link ServiceDefinition#WHOLE} for what is watched of the whole session
   */
  static SignalValues of(SessionUnit unit, String capability, Prices prices) {
    return new SignalValues(
        unit, unit.capabilities().getOrDefault(capability, Tally.EMPTY), prices);
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
      case INPUT_LENGTH -> value(mean(Measure.INPUT_CHARACTERS));
      case ANSWER_LENGTH -> value(mean(Measure.ANSWER_CHARACTERS));
      case MIX -> kind(signal, capabilityByChance());
      case LANGUAGE -> kind(signal, tally.seen().language());
      case INPUT_EMBEDDING -> point(signal, tally.seen().input());
      case ANSWER_EMBEDDING -> point(signal, tally.seen().answer());
    };
  }

  /** What each request of the session has of an amount or time, the first ones of many. */
  List<Double> amounts(Signal signal) {
    return switch (signal.metric()) {
      case LATENCY -> tally.measured(Measure.LATENCY);
      case FIRST_TOKEN -> tally.measured(Measure.FIRST_TOKEN);
      case INTER_TOKEN -> tally.measured(Measure.INTER_TOKEN);
      case INPUT_TOKENS -> tally.measured(Measure.PROMPT_TOKENS);
      case OUTPUT_TOKENS -> tally.measured(Measure.OUTPUT_TOKENS);
      case INPUT_LENGTH -> tally.measured(Measure.INPUT_CHARACTERS);
      case ANSWER_LENGTH -> tally.measured(Measure.ANSWER_CHARACTERS);
      default -> List.of();
    };
  }

  /** The capability of one of the session's interactions, each as likely. */
  private String capabilityByChance() {
    Map<String, Tally> all = new TreeMap<>(unit.capabilities());
    int count = all.values().stream().mapToInt(Tally::interactions).sum();
    double chosen = unit.chance("capability") * count;
    String last = null;
    for (Map.Entry<String, Tally> entry : all.entrySet()) {
      last = entry.getKey();
      chosen -= entry.getValue().interactions();
      if (chosen < 0) {
        break;
      }
    }
    return last;
  }

  private List<Value> kind(Signal signal, String kind) {
    return kind == null ? List.of() : draw(Draw.ofKind(kind, unit.chance(signal.name())));
  }

  private List<Value> point(Signal signal, List<Double> point) {
    return point.isEmpty() ? List.of() : draw(Draw.ofPoint(point, unit.chance(signal.name())));
  }

  private List<Value> draw(Draw draw) {
    return List.of(new Value(unit.release(), "", 0, unit.startMillis(), draw));
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
        : List.of(new Value(unit.release(), set, value.getAsDouble(), unit.startMillis(), null));
  }
}
