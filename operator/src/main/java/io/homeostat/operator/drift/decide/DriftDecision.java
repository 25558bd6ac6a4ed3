package io.homeostat.operator.drift.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.DriftVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides what a DriftMonitor's status says. Silence of the monitor makes Drifting Unknown, never
 * False; a monitor that was heard a moment ago is believed until its word is stale, so that a
 * restart of the operator changes nothing.
 */
public final class DriftDecision {
  public static final String READY = "Ready";
  public static final String BASELINE_READY = "BaselineReady";
  public static final String DRIFTING = "Drifting";

  private static final int STALE_SECONDS = 120;
  private static final Duration FIGURES_EVERY = Duration.ofSeconds(15);

  private final Clock clock;

  public DriftDecision(Clock clock) {
    this.clock = clock;
  }

  /** Returns the status to write. */
  public DriftMonitorStatus decide(DriftObservation seen) {
    Conditions conditions =
        ready(
            Conditions.from(
                seen.before() == null ? null : seen.before().conditions(),
                seen.generation(),
                clock),
            seen);
    if (seen.suspended()) {
      return silent(
          seen, conditions, DriftReason.Suspended, "spec.suspend is true: nothing is watched");
    }
    DriftVerdict verdict = seen.verdict();
    if (verdict == null || !seen.uid().equals(verdict.subjectUid())) {
      return believeBefore(seen)
          ? keep(seen, conditions)
          : silent(
              seen,
              conditions,
              DriftReason.NoVerdict,
              "the monitor has said nothing about this object yet: it needs traffic, scores and"
                  + " Kafka");
    }
    if (!CanonicalJson.digest(seen.spec()).equals(verdict.specDigest())) {
      return silent(
          seen,
          conditions,
          DriftReason.SpecNotApplied,
          "the monitor has not applied the latest spec yet");
    }
    if (isStale(Instant.ofEpochMilli(verdict.asOfMillis()), seen)) {
      return silent(seen, conditions, DriftReason.VerdictStale, stale(verdict, seen));
    }
    return throttled(seen, judged(seen, conditions, verdict));
  }

  /** Ready, from the references alone. */
  private static Conditions ready(Conditions conditions, DriftObservation seen) {
    String service = seen.spec().modelServiceRef().name();
    if (!seen.serviceFound()) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          DriftReason.ModelServiceNotFound,
          "spec.modelServiceRef names ModelService '%s', which does not exist in this namespace: create it or correct the name"
              .formatted(service));
    }
    if (!seen.policyFound()) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          DriftReason.QualityPolicyNotFound,
          "no QualityPolicy of this namespace names ModelService '%s', so its answers are not scored: create one"
              .formatted(service));
    }
    return seen.suspended()
        ? conditions.with(
            READY, ConditionStatus.FALSE, DriftReason.Suspended, "spec.suspend is true")
        : conditions.with(
            READY,
            ConditionStatus.TRUE,
            DriftReason.Monitoring,
            "watching ModelService '%s'".formatted(service));
  }

  private DriftMonitorStatus judged(
      DriftObservation seen, Conditions conditions, DriftVerdict verdict) {
    List<DriftVerdict.Stream> all = verdict.streams();
    Conditions with =
        drifting(new Sensitivity(seen.spec(), all).add(baselineReady(conditions, all)), verdict);
    return new DriftMonitorStatus(
        seen.generation(),
        with.list(),
        all.size(),
        DriftFigures.smallestDetectableDrop(all),
        DriftFigures.expectedDelaySeconds(all),
        DriftFigures.worst(all).orElse(null),
        DriftFigures.rows(all),
        DriftFigures.time(verdict.asOfMillis()),
        CostFigures.of(seen).orElse(null),
        DriftFigures.summary(seen).orElse(null),
        DriftFigures.percentiles(all));
  }

  private static Conditions baselineReady(
      Conditions conditions, List<DriftVerdict.Stream> streams) {
    List<DriftVerdict.Stream> learning = inState(streams, DriftFigures.LEARNING);
    return learning.isEmpty() && !streams.isEmpty()
        ? conditions.with(
            BASELINE_READY,
            ConditionStatus.TRUE,
            DriftReason.BaselinesReady,
            "all %d streams have a baseline".formatted(streams.size()))
        : conditions.with(
            BASELINE_READY,
            ConditionStatus.FALSE,
            DriftReason.Learning,
            "%d of %d streams still learn their baseline: %s"
                .formatted(learning.size(), streams.size(), names(learning)));
  }

  private static Conditions drifting(Conditions conditions, DriftVerdict verdict) {
    List<DriftVerdict.Stream> trusted =
        verdict.streams().stream().filter(s -> s.proves(verdict.judgeTrusted())).toList();
    List<DriftVerdict.Stream> fallen =
        DriftFigures.worstFirst(inState(trusted, DriftFigures.DRIFTING));
    if (!fallen.isEmpty()) {
      return conditions.with(
          DRIFTING, ConditionStatus.TRUE, DriftReason.DriftDetected, sentence(fallen));
    }
    List<DriftVerdict.Stream> unproven =
        verdict.streams().stream().filter(s -> !s.proves(true)).toList();
    if (!verdict.judgeTrusted() || !unproven.isEmpty()) {
      return unknown(
          conditions,
          DriftReason.JudgeNotTrusted,
          verdict.judgeTrusted()
              ? "the judge is not calibrated for %s: see status.dimensions of the Judge"
                  .formatted(names(unproven))
              : "the judge is not calibrated: see the condition Calibrated of the Judge");
    }
    List<DriftVerdict.Stream> watched = inState(trusted, "Watching");
    if (watched.isEmpty()) {
      return inState(trusted, DriftFigures.LEARNING).isEmpty() && !trusted.isEmpty()
          ? unknown(
              conditions,
              DriftReason.NotMonitorable,
              "no stream can show a drop: its baseline is too low or too uncertain for the drop"
                  + " that matters")
          : unknown(conditions, DriftReason.Learning, "no stream has a baseline yet");
    }
    return conditions.with(
        DRIFTING,
        ConditionStatus.FALSE,
        DriftReason.NoDrift,
        "%d of %d streams are watched and none fell"
            .formatted(watched.size(), verdict.streams().size()));
  }

  private static String sentence(List<DriftVerdict.Stream> fallen) {
    DriftVerdict.Stream worst = fallen.getFirst();
    String rest = fallen.size() == 1 ? "" : "; also " + names(fallen.subList(1, fallen.size()));
    String because = worst.causeEvidence() == null ? "" : " (" + worst.causeEvidence() + ")";
    return "%s of '%s' fell by %s, from %s to %s, since %s; cause %s%s%s"
        .formatted(
            worst.signal(),
            worst.capability(),
            DriftFigures.decimal(worst.drop()),
            DriftFigures.decimal(worst.baseline()),
            DriftFigures.decimal(worst.current()),
            DriftFigures.time(worst.sinceMillis()),
            worst.cause(),
            because,
            rest);
  }

  /**
   * What the status says without a verdict to rely on: conditions Unknown, figures as they were,
   * with their time.
   */
  private static DriftMonitorStatus silent(
      DriftObservation seen, Conditions conditions, DriftReason reason, String message) {
    Conditions with =
        unknown(conditions, reason, message)
            .with(BASELINE_READY, ConditionStatus.UNKNOWN, reason, message)
            .with(Sensitivity.SENSITIVE, ConditionStatus.UNKNOWN, reason, message);
    return withFigures(seen.generation(), with, seen.before());
  }

  private boolean believeBefore(DriftObservation seen) {
    DriftMonitorStatus before = seen.before();
    return before != null
        && before.asOf() != null
        && seen.generation().equals(before.observedGeneration())
        && !isStale(Instant.parse(before.asOf()), seen);
  }

  private static DriftMonitorStatus keep(DriftObservation seen, Conditions conditions) {
    return withFigures(seen.generation(), conditions, seen.before());
  }

  private static DriftMonitorStatus withFigures(
      Long generation, Conditions conditions, DriftMonitorStatus figures) {
    return figures == null
        ? new DriftMonitorStatus(
            generation, conditions.list(), null, null, null, null, null, null, null, null, null)
        : new DriftMonitorStatus(
            generation,
            conditions.list(),
            figures.streams(),
            figures.smallestDetectableDrop(),
            figures.expectedDelaySeconds(),
            figures.worst(),
            figures.worstStreams(),
            figures.asOf(),
            figures.cost(),
            figures.summary(),
            figures.percentiles());
  }

  /** Leaves figures as they are while they are young and every condition says the same. */
  private DriftMonitorStatus throttled(DriftObservation seen, DriftMonitorStatus next) {
    DriftMonitorStatus before = seen.before();
    if (before == null || before.asOf() == null || !sameConclusion(before, next)) {
      return next;
    }
    Duration newer = Duration.between(Instant.parse(before.asOf()), Instant.parse(next.asOf()));
    return newer.compareTo(FIGURES_EVERY) < 0 && !newer.isNegative() ? before : next;
  }

  private static boolean sameConclusion(DriftMonitorStatus before, DriftMonitorStatus next) {
    return next.observedGeneration().equals(before.observedGeneration())
        && conclusion(before).equals(conclusion(next))
        && worst(before).equals(worst(next));
  }

  private static String conclusion(DriftMonitorStatus status) {
    return status.conditions().stream()
        .map(c -> c.getType() + c.getStatus() + c.getReason())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String worst(DriftMonitorStatus status) {
    return status.worst() == null
        ? ""
        : status.worst().capability() + status.worst().signal() + status.worst().cause();
  }

  private static Conditions unknown(Conditions conditions, DriftReason reason, String message) {
    return conditions.with(DRIFTING, ConditionStatus.UNKNOWN, reason, message);
  }

  private boolean isStale(Instant asOf, DriftObservation seen) {
    return clock.instant().isAfter(asOf.plus(staleAfter(seen)));
  }

  private static String stale(DriftVerdict verdict, DriftObservation seen) {
    return "the monitor's latest word is of %s, older than %d s: see traffic, scorer, monitor and Kafka"
        .formatted(DriftFigures.time(verdict.asOfMillis()), staleAfter(seen).toSeconds());
  }

  private static Duration staleAfter(DriftObservation seen) {
    Integer declared = seen.spec().staleAfterSeconds();
    return Duration.ofSeconds(declared == null ? STALE_SECONDS : declared).plus(seen.settle());
  }

  private static List<DriftVerdict.Stream> inState(
      List<DriftVerdict.Stream> streams, String state) {
    return streams.stream().filter(s -> state.equals(s.state())).toList();
  }

  private static String names(List<DriftVerdict.Stream> streams) {
    return streams.stream()
        .limit(10)
        .map(s -> s.capability() + "/" + s.signal())
        .collect(Collectors.joining(", "));
  }
}
