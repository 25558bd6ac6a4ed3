package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.Table;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryForecast;
import io.homeostat.statistics.canary.CanaryForecast.Ending;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanaryScenario;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.paired.FixedHorizonTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Words and figures of {@code plan canary}.
 *
 * @param sessionsPerSecond null when no time is asked for
 */
record CanaryPlanReport(
    CanaryScenario scenario, double effect, Double sessionsPerSecond, long seed) {
  private static final double POWER = 0.8;
  private static final double OFTEN = 0.2;

  String text(CanaryForecast forecast) {
    Table table = new Table("outcome", "probability", "s.e.", "units", "s.e.", "sessions", "time");
    row(table, "promote", forecast.ending(Outcome.PROMOTE).orElseThrow());
    row(table, "roll back", forecast.ending(Outcome.ROLL_BACK).orElseThrow());
    row(table, "undecided", forecast.ending(Outcome.UNDECIDABLE).orElseThrow());
    row(table, "any", forecast.all().orElseThrow());
    StringBuilder text = new StringBuilder(head(forecast)).append(table);
    text.append(line("%nUnits are sessions of the smaller arm; means of the runs that ended so."));
    oneLook()
        .ifPresent(
            units ->
                text.append(
                    line(
                        "%nA test with one look would need %,d units per arm to pass a metric in 80"
                            + " %%.",
                        units)));
    double undecided = forecast.ending(Outcome.UNDECIDABLE).orElseThrow().probability();
    if (undecided > OFTEN) {
      text.append(
          line(
              "%nIn %.0f %% of the runs %,d units are not enough to decide:"
                  + " allow more units or a wider margin.",
              100 * undecided, scenario.settings().maximumUnits()));
    }
    return text.toString();
  }

  private String head(CanaryForecast forecast) {
    String how =
        scenario.shadow()
            ? "every session shadowed"
            : line("%.0f permille for the candidate", 1000 * scenario.share());
    return line(
        "simulation of %,d canaries (seed %d): effect %s, margin %s, alpha %s, %d"
            + " metric%s, %s%n",
        forecast.runs(),
        seed,
        effect,
        margin(),
        scenario.settings().alpha(),
        scenario.settings().metrics().size(),
        scenario.settings().metrics().size() == 1 ? "" : "s",
        how);
  }

  private void row(Table table, String name, Ending ending) {
    boolean some = ending.probability() > 0;
    table.row(
        name,
        line("%.1f %%", 100 * ending.probability()),
        line("%.1f %%", 100 * ending.standardError()),
        some ? line("%,.0f", ending.units()) : "-",
        Double.isNaN(ending.unitsStandardError())
            ? "-"
            : line("%,.0f", ending.unitsStandardError()),
        some ? line("%,.0f", ending.sessions()) : "-",
        some && sessionsPerSecond != null ? time(ending.sessions() / sessionsPerSecond) : "-");
  }

  private static String time(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toDays() > 0) {
      return line("%d d %d h", time.toDays(), time.toHoursPart());
    }
    return time.toHours() > 0
        ? line("%d h %d min", time.toHours(), time.toMinutesPart())
        : line("%d min %d s", time.toMinutes(), time.toSecondsPart());
  }

  Map<String, Object> json(CanaryForecast forecast) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", "simulation");
    json.put("runs", forecast.runs());
    json.put("seed", seed);
    json.put("effect", effect);
    json.put("margin", margin());
    json.put("alpha", scenario.settings().alpha());
    json.put("metrics", scenario.settings().metrics().size());
    json.put("maxUnits", scenario.settings().maximumUnits());
    json.put("promote", json(forecast.ending(Outcome.PROMOTE).orElseThrow()));
    json.put("rollBack", json(forecast.ending(Outcome.ROLL_BACK).orElseThrow()));
    json.put("undecided", json(forecast.ending(Outcome.UNDECIDABLE).orElseThrow()));
    json.put("any", json(forecast.all().orElseThrow()));
    oneLook().ifPresent(units -> json.put("fixedHorizonUnits", units));
    return json;
  }

  private Map<String, Object> json(Ending ending) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("probability", ending.probability());
    json.put("standardError", ending.standardError());
    if (ending.probability() > 0) {
      json.put("units", ending.units());
      if (!Double.isNaN(ending.unitsStandardError())) {
        json.put("unitsStandardError", ending.unitsStandardError());
      }
      json.put("sessions", ending.sessions());
      if (sessionsPerSecond != null) {
        json.put("seconds", ending.sessions() / sessionsPerSecond);
      }
    }
    return json;
  }

  /** Units of a fixed-horizon test on one metric; nothing when the effect is at the margin. */
  private OptionalInt oneLook() {
    double distance = effect + margin();
    if (distance <= 0) {
      return OptionalInt.empty();
    }
    double perTurn =
        Math.pow(scenario.stable().deviation(), 2) + Math.pow(scenario.candidate().deviation(), 2);
    double variance =
        perTurn * (1 + (scenario.turns() - 1) * scenario.correlation()) / scenario.turns();
    return OptionalInt.of(
        FixedHorizonTest.differencesNeeded(
            Math.min(1, Math.sqrt(variance)), distance, scenario.settings().alpha(), POWER));
  }

  private double margin() {
    CanaryMetric metric = scenario.settings().metrics().getFirst();
    return metric.goal() instanceof PromotionGoal.NotWorse goal ? goal.margin() : Double.NaN;
  }

  private static String line(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
