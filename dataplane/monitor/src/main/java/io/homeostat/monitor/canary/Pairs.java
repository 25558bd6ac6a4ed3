package io.homeostat.monitor.canary;

import io.homeostat.events.Score;
import io.homeostat.monitor.ServiceClock;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins the scores of the two answers to a shadowed request, in either order.
 *
 * <p>The half that comes first waits ten minutes of event time for the other, and at most {@value
 * #MOST_WAITING} of a service wait; then the oldest are given up, whose pair is not compared.
 */
public final class Pairs {
  static final int MOST_WAITING = 10_000;

  private static final long WAIT_MILLIS = 600_000;

  private final StateTable table;

  public Pairs(StateTable table) {
    this.table = table;
  }

  /** Both answers to one request, each as if it were a session of its own. */
  public record Pair(SessionUnit candidate, SessionUnit control) {}

  /**
   * Takes a score that names a pair.
   *
   * @param capability the declared capability that it counts for
   * @return the pair when the other half was there
   */
  public Optional<Pair> take(
      ServiceDefinition service, Score score, String capability, ServiceClock clock) {
    forget(service.name(), clock);
    SessionUnit half =
        new SessionUnit(
            score.session(),
            score.release(),
            score.role(),
            score.planRevision(),
            score.timeMillis(),
            Map.of(capability, Tally.EMPTY.plus(score, service.parts())));
    String key = StateKeys.pair(service.name(), score.pair());
    Optional<SessionUnit> other = table.get(key, SessionUnit.class);
    if (other.isEmpty()) {
      table.put(key, half);
      table.put(StateKeys.pairOrder(service.name(), half.startMillis(), score.pair()), true);
      clock.addHalves(1);
      return Optional.empty();
    }
    if (isShadow(other.get()) == isShadow(half)) {
      return Optional.empty(); // the same half again
    }
    table.delete(key);
    table.delete(StateKeys.pairOrder(service.name(), other.get().startMillis(), score.pair()));
    clock.addHalves(-1);
    return Optional.of(isShadow(half) ? new Pair(half, other.get()) : new Pair(other.get(), half));
  }

  /** Gives up all that wait, when nothing is tested any more. */
  public void forgetAll(String service) {
    ServiceClock clock = ServiceClock.load(table, service);
    if (clock.halves() > 0) {
      forget(service, table.keys(StateKeys.pairOrder(service)), clock);
      clock.save(table, service);
    }
  }

  private static boolean isShadow(SessionUnit half) {
    return SessionUnit.SHADOW.equals(half.role());
  }

  private void forget(String service, ServiceClock clock) {
    String order = StateKeys.pairOrder(service);
    long oldest = Math.max(0, clock.eventMillis() - WAIT_MILLIS);
    forget(service, table.keys(order, StateKeys.from(order, oldest)), clock);
    if (clock.halves() >= MOST_WAITING) {
      List<String> all = table.keys(order);
      forget(service, all.subList(0, Math.min(all.size(), MOST_WAITING / 10)), clock);
    }
  }

  private void forget(String service, List<String> waiting, ServiceClock clock) {
    for (String key : waiting) {
      table.delete(StateKeys.pair(service, StateKeys.restOf(StateKeys.pairOrder(service), key)));
      table.delete(key);
      clock.addHalves(-1);
    }
  }
}
