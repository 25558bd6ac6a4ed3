package io.homeostat.monitor;

import io.homeostat.events.Feedback;
import io.homeostat.events.Score;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorCounters.LeftOut;
import io.homeostat.monitor.canary.CanaryFeed;
import io.homeostat.monitor.canary.Pairs;
import io.homeostat.monitor.cause.CauseFinder;
import io.homeostat.monitor.cause.Corrections;
import io.homeostat.monitor.cost.CostLedger;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.drift.DriftStreams;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Sessions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes scores and feedback one by one and says what they show.
 *
 * <p>Everything that it remembers is in the table, and its only clock is the event time of the
 * scores: the same records in the same order under the same definitions give the same verdicts,
 * however often the process is restarted between them.
 */
public final class ServiceMonitor {
  private final StateTable table;
  private final Supplier<Definitions> definitions;
  private final MonitorCounters counters;
  private final Sessions sessions;
  private final Corrections corrections;
  private final CauseFinder causes;
  private final DriftStreams streams;
  private final CanaryFeed canaries;
  private final Pairs pairs;
  private final CostLedger costs;
  private final Announcements announcements;

  /** Works on a table with what is declared at each moment. */
  public ServiceMonitor(
      StateTable table,
      Supplier<Definitions> definitions,
      JudgeTrust judges,
      MonitorCounters counters) {
    this.table = table;
    this.definitions = definitions;
    this.counters = counters;
    this.sessions = new Sessions(table);
    this.corrections = new Corrections(table, sessions);
    this.causes = new CauseFinder(table);
    this.streams = new DriftStreams(table, causes);
    this.canaries = new CanaryFeed(table);
    this.pairs = new Pairs(table);
    this.costs = new CostLedger(table);
    this.announcements = new Announcements(table, streams, costs, judges);
  }

  /**
   * Takes a score; returns the verdicts that are due.
   *
   * @param writtenMillis when it was written
   */
  public List<Verdict> score(Score score, long writtenMillis) {
    ServiceDefinition service = definitions.get().service(score.service()).orElse(null);
    if (service == null) {
      counters.leftOut(LeftOut.NO_POLICY);
      return List.of();
    }
    if (corrections.known(score)) {
      counters.leftOut(LeftOut.REPEATED);
      return List.of();
    }
    ServiceClock clock = ServiceClock.load(table, service.name());
    clock.advance(Math.min(score.timeMillis(), writtenMillis)); // no clock may outrun the others
    Set<String> changed = closeSessions(service, clock);
    String capability = service.capability(score.capability());
    Sessions.Result result = sessions.add(service, score, capability, clock);
    if (result == Sessions.Result.COUNTED) {
      corrections.score(score, capability, clock);
      causes.score(score, capability);
      changed.addAll(joinPair(service, score, capability, clock));
    } else {
      counters.leftOut(LeftOut.valueOf(result.name()));
    }
    clock.save(table, service.name());
    return announcements.due(service, new Moment(clock.eventMillis(), writtenMillis), changed);
  }

  /** Returns the uids of canaries that the pair, if this score completes one, was compared for. */
  private Set<String> joinPair(
      ServiceDefinition service, Score score, String capability, ServiceClock clock) {
    List<CanaryDefinition> testing =
        service.canaries().stream().filter(canary -> canary.phase() == Phase.TESTING).toList();
    if (score.pair() == null || testing.isEmpty()) {
      return Set.of();
    }
    return pairs
        .take(service, score, capability, clock)
        .map(
            pair ->
                testing.stream()
                    .filter(canary -> canaries.feed(service, canary, pair))
                    .map(CanaryDefinition::uid)
                    .collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  /** Takes feedback; ratings alone say nothing here. */
  public void feedback(Feedback feedback) {
    if (feedback.correction() == null) {
      return;
    }
    if (definitions.get().service(feedback.service()).isEmpty()) {
      counters.leftOut(LeftOut.NO_POLICY);
      return;
    }
    ServiceClock clock = ServiceClock.load(table, feedback.service());
    corrections.feedback(feedback, clock);
    clock.save(table, feedback.service());
  }

  /** Returns the uids of subjects about which something new may be said now. */
  private Set<String> closeSessions(ServiceDefinition service, ServiceClock clock) {
    List<SessionUnit> closed = sessions.close(service, clock);
    counters.closed(closed.size());
    Set<String> changed = new HashSet<>();
    for (SessionUnit unit : closed) {
      canaries.remember(service, unit);
      costs.take(service, unit);
      for (MonitorDefinition monitor : service.monitors()) {
        if (streams.feed(service, monitor, unit)) {
          changed.add(monitor.uid());
        }
      }
      for (CanaryDefinition canary : service.canaries()) {
        if (canary.phase() != Phase.OVER && canaries.feed(service, canary, unit)) {
          changed.add(canary.uid());
        }
      }
    }
    return changed;
  }

  /**
   * Forgets what nobody declares any more.
   *
   * @return keys of verdicts whose subject is gone
   */
  public List<String> forgetUndeclared() {
    return new Undeclared(table, definitions.get()).forget();
  }
}
