package io.homeostat.monitor.session;

import io.homeostat.events.Score;
import io.homeostat.monitor.ServiceClock;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers scores into sessions and closes each a fixed event time after its first interaction, in
 * whatever order its scores come.
 *
 * <p>A session is open from its first score until the event time has passed its window and the
 * allowed lateness. A score without an open session that is later than that is dropped: its session
 * was used. The same key begins a new session after its window. Answers that no client saw make a
 * session of their own beside the one that they were copied from.
 */
public final class Sessions {
  /** The most sessions of one service that are open at a time. */
  public static final int MOST_OPEN = 50_000;

  private static final String SHADOWED = "shadow "; // no session's name holds a space

  private final StateTable table;

  public Sessions(StateTable table) {
    this.table = table;
  }

  /** What became of a score. */
  public enum Result {
    /** Counted in its session. */
    COUNTED,
    /** Its session is closed. */
    LATE,
    /**
     * Its session moved to another release meanwhile; a session counts for the arm that it entered.
     */
    MOVED,
    /** Too many sessions are open. */
    FULL
  }

  /**
   * What lies under a closing time.
   *
   * @param replaced the session itself when its key has begun the next one before it closed; else
   *     it lies under its key
   */
  record Due(OpenSession replaced) {}

  /**
   * Adds a score to its session.
   *
   * @param capability the declared capability that the score counts for
   * @param clock event time of the service; the score's may be later when its gateway's clock is
   *     ahead
   */
  public Result add(ServiceDefinition service, Score score, String capability, ServiceClock clock) {
    String session = nameOf(score);
    String key = StateKeys.session(service.name(), session);
    Optional<OpenSession> known = table.get(key, OpenSession.class);
    long at = score.timeMillis();
    long oldest = clock.eventMillis() - service.latenessMillis();
    if (known.isEmpty() || at >= known.get().endMillis()) {
      return at < oldest ? Result.LATE : begin(service, score, capability, clock, known);
    }
    OpenSession open = known.get();
    if (at < open.startMillis() - service.latenessMillis()) {
      return Result.LATE;
    }
    if (!open.release().equals(score.release())) {
      return Result.MOVED;
    }
    if (at < open.startMillis()) {
      table.delete(StateKeys.due(service.name(), open.endMillis(), session));
      open = open.from(at, service.windowMillis());
      table.put(StateKeys.due(service.name(), open.endMillis(), session), new Due(null));
    }
    table.put(key, open.plus(capability, score, service.parts()));
    return Result.COUNTED;
  }

  /**
   * Counts a correction of one interaction of a session, unless the session is closed.
   *
   * @param session as {@link #nameOf} names it
   * @param atMillis arrival of the interaction
   */
  public void corrected(String service, String session, String capability, long atMillis) {
    String key = StateKeys.session(service, session);
    table
        .get(key, OpenSession.class)
        .filter(open -> atMillis < open.endMillis())
        .ifPresent(open -> table.put(key, open.corrected(capability)));
  }

  /** Name under which the session of a score is kept. */
  public static String nameOf(Score score) {
    return SessionUnit.SHADOW.equals(score.role()) ? SHADOWED + score.session() : score.session();
  }

  private Result begin(
      ServiceDefinition service,
      Score score,
      String capability,
      ServiceClock clock,
      Optional<OpenSession> earlier) {
    if (clock.openSessions() >= MOST_OPEN) {
      return Result.FULL;
    }
    String session = nameOf(score);
    earlier.ifPresent(
        open -> table.put(StateKeys.due(service.name(), open.endMillis(), session), new Due(open)));
    OpenSession open = OpenSession.begin(score, service.windowMillis());
    table.put(
        StateKeys.session(service.name(), session), open.plus(capability, score, service.parts()));
    table.put(StateKeys.due(service.name(), open.endMillis(), session), new Due(null));
    clock.addSessions(1);
    return Result.COUNTED;
  }

  /**
   * Closes the sessions whose window and allowed lateness have passed, in the order of their
   * windows' ends.
   */
  public List<SessionUnit> close(ServiceDefinition service, ServiceClock clock) {
    String prefix = StateKeys.due(service.name());
    long passed = clock.eventMillis() - service.latenessMillis();
    if (passed < 0) {
      return List.of();
    }
    List<SessionUnit> closed = new ArrayList<>();
    List<String> due = table.keys(prefix, StateKeys.from(prefix, passed + 1));
    for (String key : due) {
      take(service.name(), key, StateKeys.restOf(prefix, key)).ifPresent(closed::add);
    }
    clock.addSessions(-due.size());
    return closed;
  }

  private Optional<SessionUnit> take(String service, String due, String session) {
    Optional<OpenSession> replaced = table.get(due, Due.class).map(Due::replaced);
    table.delete(due);
    if (replaced.isPresent()) {
      return replaced.map(open -> open.close(session));
    }
    String key = StateKeys.session(service, session);
    Optional<OpenSession> open = table.get(key, OpenSession.class);
    table.delete(key);
    return open.map(found -> found.close(session));
  }
}
