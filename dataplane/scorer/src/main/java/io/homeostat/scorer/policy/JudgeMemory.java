package io.homeostat.scorer.policy;

import io.homeostat.events.JudgeVerdict;
import io.homeostat.judge.DailyBudget;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What scorers have published about judges, this one before a restart and the others beside it:
 * first scores of frozen items and what was used today.
 */
public final class JudgeMemory {
  private final Map<String, JudgeVerdict> latest = new ConcurrentHashMap<>();
  private final Map<String, JudgeVerdict.Frozen> first = new ConcurrentHashMap<>();
  private final Map<String, DailyBudget> budgets = new ConcurrentHashMap<>();
  private final String instance;
  private final Clock clock;

  /**
   * An empty memory.
   *
   * @param instance name of this scorer, another one after each restart
   */
  public JudgeMemory(String instance, Clock clock) {
    this.instance = instance;
    this.clock = clock;
  }

  /** Takes in what was published. */
  public void published(JudgeVerdict verdict) {
    latest.put(verdict.subject(), verdict);
    if (verdict.frozen() != null) {
      first.merge(
          key(verdict.subject(), verdict.subjectUid()), verdict.frozen(), JudgeMemory::earlier);
    }
    budget(verdict.subject()).merge(verdict.usage());
  }

  /** Forgets a judge whose verdict was deleted. */
  public void forget(String judge) {
    latest.remove(judge);
    first.keySet().removeIf(key -> key.startsWith(judge + "|"));
  }

  /** The budget of the judge of that {@code namespace/name}. */
  public DailyBudget budget(String judge) {
    return budgets.computeIfAbsent(judge, name -> new DailyBudget(instance, clock));
  }

  /**
   * The scores that a judge gave its items at first.
   *
   * @param uid of the Judge; a namesake's scores are none
   * @param inputs digest of judge and items; scores of others are none
   */
  Optional<JudgeVerdict.Frozen> frozen(String judge, String uid, String inputs) {
    return Optional.ofNullable(first.get(key(judge, uid)))
        .filter(frozen -> frozen.inputs().equals(inputs));
  }

  /** Whether the latest word on these inputs was that the judge may gate. */
  boolean mayGate(String judge, String uid, String inputs) {
    JudgeVerdict said = latest.get(judge);
    return frozen(judge, uid, inputs).isPresent()
        && said != null
        && said.subjectUid().equals(uid)
        && said.mayGate();
  }

  /** Of two scorers that began at once the earlier holds; other inputs begin anew. */
  private static JudgeVerdict.Frozen earlier(JudgeVerdict.Frozen one, JudgeVerdict.Frozen other) {
    boolean same = one.inputs().equals(other.inputs());
    return same && one.atMillis() <= other.atMillis() ? one : other;
  }

  private static String key(String judge, String uid) {
    return judge + "|" + uid;
  }
}
