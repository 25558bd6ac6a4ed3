package io.homeostat.monitor.canary;

import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.canary.Pairs.Pair;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.statistics.canary.Arm;
import java.util.List;
import java.util.Optional;

/**
 * Feeds closed sessions of both arms and pairs of answers to the tests of a canary; the same tests
 * from the first one to the end of the bake.
 */
public final class CanaryFeed {
  private final StateTable table;

  public CanaryFeed(StateTable table) {
    this.table = table;
  }

  /** Remembers what a service is like on stable, for the canaries to come. */
  public void remember(ServiceDefinition service, SessionUnit unit) {
    if (SessionUnit.SHADOW.equals(unit.role())) {
      return;
    }
    Before before = Before.load(table, service.name());
    boolean counts = SessionUnit.STABLE.equals(unit.role()) && mayCount(service, unit);
    (counts ? before.plus(unit) : before.seen(unit)).save(table, service.name());
  }

  /** While a canary runs, stable counts only as long as the canary still waits for its bounds. */
  private boolean mayCount(ServiceDefinition service, SessionUnit unit) {
    List<CanaryDefinition> running =
        service.canaries().stream()
            .filter(canary -> canary.phase() != Phase.OVER)
            .filter(canary -> canary.startedAtMillis() <= unit.startMillis())
            .toList();
    return running.isEmpty()
        || running.stream()
            .filter(canary -> canary.analyses().stream().anyMatch(Bounds::needed))
            .anyMatch(canary -> CanaryTests.load(table, service.name(), canary).lacksBounds());
  }

  /**
   * Takes a closed session, if it is a unit of this canary.
   *
   * @return whether it was one
   */
  public boolean feed(ServiceDefinition service, CanaryDefinition canary, SessionUnit unit) {
    if (SessionUnit.SHADOW.equals(unit.role())) {
      return shadow(service, canary, unit);
    }
    Arms arms = new Arms(canary);
    Optional<Arm> arm = arms.of(unit);
    if (arm.isEmpty()) {
      return false;
    }
    CanaryTests tests = CanaryTests.load(table, service.name(), canary);
    tests.enter(Before.load(table, service.name()), unit.planRevision());
    tests.unit(unit, arm.get(), arms.candidateShare(unit, service.weights()));
    tests.save(table, service.name());
    return true;
  }

  private boolean shadow(ServiceDefinition service, CanaryDefinition canary, SessionUnit unit) {
    if (!testing(canary, unit) || !unit.release().equals(canary.candidate())) {
      return false;
    }
    CanaryTests tests = CanaryTests.load(table, service.name(), canary);
    tests.thresholds(unit, false);
    tests.save(table, service.name());
    return true;
  }

  /**
   * Takes both answers to a shadowed request, if they are of this canary.
   *
   * @return whether they were
   */
  public boolean feed(ServiceDefinition service, CanaryDefinition canary, Pair pair) {
    if (!testing(canary, pair.control())
        || !SessionUnit.STABLE.equals(pair.control().role())
        || !pair.control().release().equals(canary.stable())
        || !pair.candidate().release().equals(canary.candidate())) {
      return false;
    }
    CanaryTests tests = CanaryTests.load(table, service.name(), canary);
    tests.enter(Before.load(table, service.name()), 0);
    tests.pair(pair.candidate(), pair.control());
    tests.save(table, service.name());
    return true;
  }

  private static boolean testing(CanaryDefinition canary, SessionUnit unit) {
    return canary.phase() == Phase.TESTING && unit.startMillis() >= canary.startedAtMillis();
  }
}
