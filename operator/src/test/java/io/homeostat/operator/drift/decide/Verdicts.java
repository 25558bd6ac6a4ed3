package io.homeostat.operator.drift.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.SummaryVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** What the monitor may say in tests about one DriftMonitor. */
final class Verdicts {
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  static final String UID = "uid-1";
  static final DriftMonitorSpec SPEC =
      new DriftMonitorSpec(
          new Ref("support"),
          List.of(new DriftMonitorSpec.Signal("Quality", null, null)),
          "0.05",
          new DriftMonitorSpec.FalseAlarms("1", null, null),
          new DriftMonitorSpec.Baseline(100, 500, 60, null, null),
          null,
          null,
          false);

  static String digest() {
    return CanonicalJson.digest(SPEC);
  }

  static DriftVerdict verdict(Instant asOf, boolean trusted, DriftVerdict.Stream... streams) {
    return new DriftVerdict(
        1,
        "ns/m",
        UID,
        "ns/support",
        asOf.toEpochMilli(),
        digest(),
        trusted,
        Arrays.asList(streams));
  }

  static DriftVerdict.Stream drifting(String capability, double baseline, double current) {
    return new DriftVerdict.Stream(
        capability,
        "Quality",
        "Drifting",
        "r",
        "s",
        baseline,
        baseline - .02,
        current,
        current - .05,
        current + .05,
        200,
        1,
        12.3,
        9.2,
        0.08,
        300L,
        baseline - current,
        NOW.minusSeconds(600).toEpochMilli(),
        "ExpectedAnswers",
        "12 corrections",
        true,
        "r",
        null,
        1_000,
        List.of("i-1", "i-2"),
        null,
        null);
  }

  static DriftVerdict.Stream watching(String capability, double baseline, double current) {
    return stream(capability, "Watching", baseline, current, 0.08, 300L);
  }

  static DriftVerdict.Stream stream(
      String capability,
      String state,
      Double baseline,
      Double current,
      Double smallest,
      Long delay) {
    return stream(capability, state, baseline, current, smallest, delay, 1_000);
  }

  static DriftVerdict.Stream stream(
      String capability,
      String state,
      Double baseline,
      Double current,
      Double smallest,
      Long delay,
      double valuesPerDay) {
    return new DriftVerdict.Stream(
        capability,
        "Quality",
        state,
        "r",
        "s",
        baseline,
        baseline,
        current,
        null,
        null,
        200,
        1,
        0.1,
        9.2,
        smallest,
        delay,
        null,
        null,
        null,
        null,
        true,
        "r",
        null,
        valuesPerDay,
        List.of(),
        null,
        null);
  }

  /** That stream of another signal, whose values are trusted by themselves or not. */
  static DriftVerdict.Stream of(DriftVerdict.Stream s, String signal, boolean trusted) {
    return changed(s, signal, trusted, s.shown());
  }

  /** That stream with figures to be shown. */
  static DriftVerdict.Stream with(DriftVerdict.Stream s, DriftVerdict.Shown shown) {
    return changed(s, s.signal(), s.trusted(), shown);
  }

  private static DriftVerdict.Stream changed(
      DriftVerdict.Stream s, String signal, Boolean trusted, DriftVerdict.Shown shown) {
    return new DriftVerdict.Stream(
        s.capability(),
        signal,
        s.state(),
        s.release(),
        s.scorerSet(),
        s.baseline(),
        s.baselineLower(),
        s.current(),
        s.lower(),
        s.upper(),
        s.samples(),
        s.blockSize(),
        s.logEvidence(),
        s.logLimit(),
        s.smallestDetectableDrop(),
        s.expectedDelaySeconds(),
        s.drop(),
        s.sinceMillis(),
        s.cause(),
        s.causeEvidence(),
        s.judged(),
        s.baselineRelease(),
        s.threshold(),
        s.valuesPerDay(),
        s.examples(),
        trusted,
        shown);
  }

  static DriftMonitorStatus decide(DriftVerdict verdict) {
    return at(NOW).decide(seen(verdict, null));
  }

  static DriftDecision at(Instant now) {
    return new DriftDecision(Clock.fixed(now, ZoneOffset.UTC));
  }

  static DriftObservation seen(DriftVerdict verdict, DriftMonitorStatus before) {
    return seen(verdict, null, null, before);
  }

  static DriftObservation seen(
      DriftVerdict verdict, CostVerdict cost, SummaryVerdict summary, DriftMonitorStatus before) {
    return new DriftObservation(
        UID, 1L, SPEC, true, true, Duration.ZERO, verdict, cost, summary, before);
  }

  static Condition isDrifting(DriftMonitorStatus status) {
    return condition(status, "Drifting");
  }

  static Condition condition(DriftMonitorStatus status, String type) {
    return Conditions.find(status.conditions(), type).orElseThrow();
  }

  private Verdicts() {}
}
