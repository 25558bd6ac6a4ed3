package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.Table;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.MonitorPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a {@link MonitorPlan} for a person or a program. */
record MonitorPlanReport(
    String name, DriftSettings settings, MonitorPlan plan, int streams, double scoresPerHour) {
  private static final double MONTH_HOURS = 720;

  /** What cannot work, and what to write instead; empty when all is well. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    double wanted = settings.smallestDrop();
    if (!plan.monitorable()) {
      problems.add(
          "no drop can be found: the bound of the baseline leaves no room below it. Raise"
              + " spec.baseline.freezeSamples, lower spec.smallestDropThatMatters, or watch"
              + " another signal");
    } else if (plan.smallestAtFreeze() > wanted) {
      problems.add(
          format(
              "a drop of spec.smallestDropThatMatters (%s) cannot be found, only drops above"
                  + " %.3f: raise spec.baseline.freezeSamples (at most 2000) or write"
                  + " smallestDropThatMatters: \"%.2f\"",
              wanted, plan.smallestAtFreeze(), Math.ceil(100 * plan.smallestAtFreeze()) / 100));
    }
    if (plan.limits().limit() <= 1) {
      problems.add(
          "every score would be an alarm: spec.falseAlarms.perMonth is more than the streams have"
              + " scores. Lower it");
    }
    if (plan.hoursToReport() > MONTH_HOURS) {
      problems.add(
          format(
              "the first report comes after %s: lower spec.baseline.minimumSamples or raise the"
                  + " share of traffic that is scored",
              duration(plan.hoursToReport())));
    }
    return problems;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %d streams, %s scores an hour each", name, streams, number(scoresPerHour));
    line(
        text,
        "false alarms        at most %s a month over all streams",
        number(plan.falseAlarmsPerMonth()));
    line(text, "limit of a stream   evidence of %s", number(plan.limits().limit()));
    line(
        text,
        "first report        after %s, drops above %.3f",
        duration(plan.hoursToReport()),
        plan.smallestAtReport());
    line(
        text,
        "frozen baseline     after %s, drops above %.3f",
        duration(plan.hoursToFreeze()),
        plan.smallestAtFreeze());
    text.append(System.lineSeparator());
    Table table = new Table("drop", "found after");
    for (MonitorPlan.Delay delay : plan.delays()) {
      table.row(format("%.2f", delay.drop()), duration(delay.hours()));
    }
    text.append(table);
    for (String problem : problems()) {
      text.append(System.lineSeparator()).append("warning: ").append(problem);
    }
    return text.toString();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("monitor", name);
    json.put("streams", streams);
    json.put("scoresPerHour", scoresPerHour);
    json.put("falseAlarmsPerMonth", plan.falseAlarmsPerMonth());
    json.put("limit", plan.limits().limit());
    json.put("hoursToFirstReport", plan.hoursToReport());
    json.put("hoursToFrozenBaseline", plan.hoursToFreeze());
    json.put("smallestDetectableDropAtFirstReport", plan.smallestAtReport());
    json.put("smallestDetectableDrop", plan.smallestAtFreeze());
    List<Map<String, Object>> delays = new ArrayList<>();
    for (MonitorPlan.Delay delay : plan.delays()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("drop", delay.drop());
      row.put("hours", Double.isFinite(delay.hours()) ? Double.valueOf(delay.hours()) : null);
      delays.add(row);
    }
    json.put("detection", delays);
    json.put("problems", problems());
    return json;
  }

  private static String duration(double hours) {
    if (Double.isInfinite(hours)) {
      return "never";
    }
    if (hours < 1) {
      return format("%.0f min", Math.max(1, 60 * hours));
    }
    return hours < 72 ? format("%.1f h", hours) : format("%,.0f days", hours / 24);
  }

  private static String number(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append(System.lineSeparator());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
