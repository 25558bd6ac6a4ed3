package io.homeostat.monitor;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.canary.CanaryReport;
import io.homeostat.monitor.cost.CostLedger;
import io.homeostat.monitor.cost.CostReport;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.DriftReport;
import io.homeostat.monitor.drift.DriftStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides when a verdict is published: a change of state at once, figures every {@value
 * #PACE_MILLIS} ms of event time, costs every {@value #COSTS_MILLIS} ms.
 */
final class Announcements {
  static final long PACE_MILLIS = 5_000;
  static final long COSTS_MILLIS = 15_000;

  private static final Set<String> DECISIONS = Set.of("RollBack", "Promote");

  private final StateTable table;
  private final DriftStreams streams;
  private final DriftReport drift;
  private final CanaryReport canary;
  private final CostReport costs;
  private final JudgeTrust judges;

  Announcements(StateTable table, DriftStreams streams, CostLedger ledger, JudgeTrust judges) {
    this.table = table;
    this.streams = streams;
    this.drift = new DriftReport(table);
    this.canary = new CanaryReport(table);
    this.costs = new CostReport(ledger);
    this.judges = judges;
  }

  List<Verdict> due(ServiceDefinition service, Moment now, Set<String> changed) {
    Optional<JudgeWord> judge =
        service.judge() == null ? Optional.empty() : judges.latest(service.judge());
    boolean calibrated = service.judge() == null || judge.map(JudgeWord::calibrated).orElse(false);
    List<Verdict> verdicts = new ArrayList<>();
    for (MonitorDefinition monitor : service.monitors()) {
      if (!monitor.suspended()) {
        drift(service, monitor, now.eventMillis(), changed, calibrated, judge)
            .ifPresent(
                verdict -> {
                  verdicts.add(verdict);
                  costs(service, monitor, verdict).ifPresent(verdicts::add);
                });
      }
    }
    for (CanaryDefinition running : service.canaries()) {
      if (running.phase() != Phase.OVER) {
        canary(service, running, now, changed, calibrated).ifPresent(verdicts::add);
      }
    }
    return verdicts;
  }

  private Optional<DriftVerdict> drift(
      ServiceDefinition service,
      MonitorDefinition monitor,
      long now,
      Set<String> changed,
      boolean calibrated,
      Optional<JudgeWord> judge) {
    boolean trusted = calibrated || monitor.signals().stream().noneMatch(Signal::judged);
    Trust trust = new Trust(calibrated, judge, service.judge() != null);
    Optional<Told> told = told(service, monitor.uid());
    if (!changed.contains(monitor.uid()) && !elapsed(told, now) && !judgeChanged(told, trusted)) {
      return Optional.empty();
    }
    streams.findCauses(
        service,
        monitor,
        trust,
        capability ->
            judges
                .rescored(service.name(), monitor.subject(), capability)
                .filter(found -> found.subjectUid().equals(monitor.uid())));
    DriftVerdict verdict = drift.write(service, monitor, now, trusted, trust);
    return publish(service, verdict, told, trusted, gist(verdict));
  }

  /** Costs of the moment of a verdict on drift, unless they were told a moment ago. */
  private Optional<Verdict> costs(
      ServiceDefinition service, MonitorDefinition monitor, DriftVerdict drift) {
    String key = StateKeys.toldCosts(service.name(), monitor.uid());
    long now = drift.asOfMillis();
    if (!monitor.priced()
        || table
            .get(key, Told.class)
            .filter(told -> now - told.atMillis() < COSTS_MILLIS)
            .isPresent()) {
      return Optional.empty();
    }
    CostVerdict verdict = costs.write(service, monitor, drift);
    table.put(key, new Told(verdict.key(), now, true, "", null, null));
    return Optional.of(verdict);
  }

  private Optional<CanaryVerdict> canary(
      ServiceDefinition service,
      CanaryDefinition running,
      Moment now,
      Set<String> changed,
      boolean calibrated) {
    Optional<Told> told = told(service, running.uid());
    if (!changed.contains(running.uid())
        && !elapsed(told, now.eventMillis())
        && !judgeChanged(told, calibrated)) {
      return Optional.empty();
    }
    CanaryVerdict verdict = canary.write(service, running, now.eventMillis(), calibrated);
    return publish(
        service,
        verdict.decidedBy(deciding(verdict.decision(), told, now)),
        told,
        calibrated,
        gist(verdict));
  }

  /** The first score that made this decision, however often it is told again. */
  private static Long deciding(String decision, Optional<Told> told, Moment now) {
    if (!DECISIONS.contains(decision)) {
      return null;
    }
    return told.filter(before -> decision.equals(before.decision()))
        .map(Told::decidingMillis)
        .orElse(now.writtenMillis());
  }

  private static String gist(CanaryVerdict verdict) {
    return verdict.decision()
        + ":"
        + verdict.reason()
        + ":"
        + verdict.metrics().stream()
            .filter(CanaryVerdict.Metric::breach)
            .map(CanaryVerdict.Metric::name)
            .collect(Collectors.joining(","));
  }

  private <V extends Verdict> Optional<V> publish(
      ServiceDefinition service, V verdict, Optional<Told> told, boolean trusted, String gist) {
    boolean same =
        told.isPresent() && told.get().gist().equals(gist) && told.get().judgeTrusted() == trusted;
    if (same && !elapsed(told, verdict.asOfMillis())) {
      return Optional.empty();
    }
    CanaryVerdict canaries = verdict instanceof CanaryVerdict said ? said : null;
    table.put(
        StateKeys.told(service.name(), verdict.subjectUid()),
        new Told(
            verdict.key(),
            verdict.asOfMillis(),
            trusted,
            gist,
            canaries == null ? null : canaries.decision(),
            canaries == null ? null : canaries.decidingScoreMillis()));
    return Optional.of(verdict);
  }

  private static boolean elapsed(Optional<Told> told, long now) {
    return told.isEmpty() || now - told.get().atMillis() >= PACE_MILLIS;
  }

  private static boolean judgeChanged(Optional<Told> told, boolean trusted) {
    return told.isPresent() && told.get().judgeTrusted() != trusted;
  }

  private Optional<Told> told(ServiceDefinition service, String uid) {
    return table.get(StateKeys.told(service.name(), uid), Told.class);
  }

  private static String gist(DriftVerdict verdict) {
    return verdict.streams().stream()
        .map(
            stream ->
                ":"
                    + stream.capability()
                    + "/"
                    + stream.signal()
                    + "="
                    + stream.state()
                    + ","
                    + stream.cause()
                    + (stream.trusted() == null ? "" : "," + stream.trusted()))
        .collect(Collectors.joining());
  }
}
