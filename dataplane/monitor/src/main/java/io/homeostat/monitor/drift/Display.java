package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.samples.LogHistogram;
import java.util.List;

/**
 * What is kept of a stream to be shown, and decides nothing.
 *
 * @param amounts saved {@link LogHistogram} of the requests' amounts or times; null for none
 * @param charts that were asked for; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Display(byte[] amounts, Charts charts) {
  static final Display NONE = new Display(null, null);

  boolean readable() {
    try {
      open();
      if (charts != null) {
        charts.open();
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false; // another layout: the caller begins anew
    }
  }

  LogHistogram open() {
    return amounts == null ? new LogHistogram() : LogHistogram.fromBytes(amounts);
  }

  /** With requests' amounts. */
  Display plus(List<Double> more) {
    LogHistogram histogram = open();
    more.forEach(histogram::observe);
    return new Display(histogram.toBytes(), charts);
  }

  /** With a value in the charts that are asked for, which begin anew when others are. */
  Display charted(List<ChartPlan> plans, Value value, long freezeAfter) {
    if (plans.isEmpty()) {
      return charts == null ? this : new Display(amounts, null);
    }
    Charts known =
        charts != null && charts.follow(plans, value.scorerSet())
            ? charts
            : Charts.start(plans, value.scorerSet());
    return new Display(amounts, known.plus(value, freezeAfter));
  }
}
