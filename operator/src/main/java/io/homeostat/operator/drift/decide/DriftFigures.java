package io.homeostat.operator.drift.decide;

import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.SummaryVerdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Turns a verdict into the rounded figures of a DriftMonitor's status. */
final class DriftFigures {
  static final String DRIFTING = "Drifting";
  static final String LEARNING = "Learning";
  static final String NOT_MONITORABLE = "NotMonitorable";

  private static final DriftVerdict.Shown NOTHING =
      new DriftVerdict.Shown(null, null, null, null, null);
  private static final int MOST_STREAMS = 10;
  private static final int MOST_PERCENTILES = 20;
  private static final int MOST_EXAMPLES = 5;
  private static final int MOST_EXPLAINED = 500;

  private DriftFigures() {}

  /**
   * Drifting streams by size of the drop, then watched ones by how far they lie below their
   * baselines.
   */
  static List<DriftVerdict.Stream> worstFirst(List<DriftVerdict.Stream> streams) {
    return streams.stream()
        .sorted(
            Comparator.comparing((DriftVerdict.Stream s) -> !DRIFTING.equals(s.state()))
                .thenComparing(s -> s.baseline() == null)
                .thenComparing(Comparator.comparingDouble(DriftFigures::fallen).reversed())
                .thenComparing(DriftVerdict.Stream::capability)
                .thenComparing(DriftVerdict.Stream::signal))
        .toList();
  }

  static List<DriftMonitorStatus.Stream> rows(List<DriftVerdict.Stream> streams) {
    return worstFirst(streams).stream().limit(MOST_STREAMS).map(DriftFigures::row).toList();
  }

  /** The stream that a column shows: the deepest drop; empty when nothing drifts. */
  static Optional<DriftMonitorStatus.Worst> worst(List<DriftVerdict.Stream> streams) {
    return worstFirst(streams).stream()
        .filter(s -> DRIFTING.equals(s.state()))
        .findFirst()
        .map(
            s ->
                new DriftMonitorStatus.Worst(
                    s.capability(),
                    s.signal(),
                    decimal(s.drop()),
                    time(s.sinceMillis()),
                    s.cause()));
  }

  /** What the latest requests of the streams of amounts and times measured. */
  static List<DriftMonitorStatus.Percentiles> percentiles(List<DriftVerdict.Stream> streams) {
    return streams.stream()
        .filter(s -> s.shown() != null && s.shown().p50() != null)
        .sorted(
            Comparator.comparing(DriftVerdict.Stream::signal)
                .thenComparing(DriftVerdict.Stream::capability))
        .limit(MOST_PERCENTILES)
        .map(
            s ->
                new DriftMonitorStatus.Percentiles(
                    s.capability(),
                    s.signal(),
                    amount(s.shown().p50()),
                    amount(s.shown().p95()),
                    amount(s.shown().p99())))
        .toList();
  }

  /** The drop that every watched stream would show. */
  static String smallestDetectableDrop(List<DriftVerdict.Stream> streams) {
    return streams.stream()
        .map(DriftVerdict.Stream::smallestDetectableDrop)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .map(DriftFigures::decimal)
        .orElse(null);
  }

  /** How long the slowest watched stream takes to show it. */
  static Integer expectedDelaySeconds(List<DriftVerdict.Stream> streams) {
    return streams.stream()
        .map(DriftVerdict.Stream::expectedDelaySeconds)
        .filter(Objects::nonNull)
        .max(Long::compare)
        .map(seconds -> (int) Math.min(seconds, Integer.MAX_VALUE))
        .orElse(null);
  }

  /** What was written about these drifts and causes; nothing of those of before. */
  static Optional<DriftMonitorStatus.Summary> summary(DriftObservation seen) {
    return Optional.ofNullable(seen.summary())
        .filter(summary -> seen.uid().equals(summary.subjectUid()))
        .filter(summary -> summary.of().equals(SummaryVerdict.about(seen.verdict())))
        .map(
            summary ->
                new DriftMonitorStatus.Summary(
                    summary.text(), summary.judge(), time(summary.asOfMillis())));
  }

  /** Three places after the point; null for null. */
  static String decimal(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.3f", value);
  }

  /** RFC 3339 to the second; null for null. */
  static String time(Long millis) {
    return millis == null
        ? null
        : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static double fallen(DriftVerdict.Stream stream) {
    if (stream.drop() != null) {
      return stream.drop();
    }
    return stream.baseline() == null || stream.current() == null
        ? Double.NEGATIVE_INFINITY
        : stream.baseline() - stream.current();
  }

  private static DriftMonitorStatus.Stream row(DriftVerdict.Stream s) {
    DriftVerdict.Shown shown = s.shown() == null ? NOTHING : s.shown();
    return new DriftMonitorStatus.Stream(
        s.capability(),
        s.signal(),
        s.state(),
        decimal(s.baseline()),
        decimal(s.baselineLower()),
        decimal(s.current()),
        decimal(s.lower()),
        decimal(s.upper()),
        (int) Math.min(s.samples(), Integer.MAX_VALUE),
        s.blockSize(),
        decimal(s.smallestDetectableDrop()),
        evidence(s),
        time(s.sinceMillis()),
        s.cause(),
        explanation(s),
        s.baselineRelease(),
        amount(s.threshold()),
        s.examples().stream().limit(MOST_EXAMPLES).toList(),
        amount(shown.lowerThreshold()),
        shown.charts().stream().map(DriftFigures::chart).toList());
  }

  private static DriftMonitorStatus.Chart chart(DriftVerdict.Chart chart) {
    return new DriftMonitorStatus.Chart(
        chart.type(),
        amount(chart.statistic()),
        amount(chart.limit()),
        decimal(chart.effect()),
        chart.signals(),
        time(chart.signalMillis()));
  }

  private static String explanation(DriftVerdict.Stream s) {
    return s.causeEvidence() == null || s.causeEvidence().length() <= MOST_EXPLAINED
        ? s.causeEvidence()
        : s.causeEvidence().substring(0, MOST_EXPLAINED);
  }

  /** Six significant digits; null for null. */
  static String amount(Double value) {
    return value == null
        ? null
        : new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /** Natural logarithms of the evidence and of the limit at which it is an alarm. */
  private static String evidence(DriftVerdict.Stream s) {
    return s.logEvidence() == null || s.logLimit() == null
        ? null
        : String.format(Locale.ROOT, "%.1f of %.1f", s.logEvidence(), s.logLimit());
  }
}
