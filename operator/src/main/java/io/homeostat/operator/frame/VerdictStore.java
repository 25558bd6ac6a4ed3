package io.homeostat.operator.frame;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.PolicyVerdict;
import io.homeostat.events.SummaryVerdict;
import io.homeostat.events.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest verdict per key, as the compacted topic would give it. It answers what was said, never
 * whether that is still to be believed: age, UID and digests are for the decision to check.
 */
public final class VerdictStore {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictStore.class);

  private final Map<String, Verdict> latest = new ConcurrentHashMap<>();
  private final List<Consumer<Verdict>> listeners = new CopyOnWriteArrayList<>();

  /** Keeps a verdict unless one with later data is known, and tells the listeners. */
  public void put(Verdict verdict) {
    Verdict kept =
        latest.merge(
            verdict.key(), verdict, (known, given) -> supersedes(known, given) ? given : known);
    if (kept == verdict) {
      listeners.forEach(listener -> tell(listener, verdict));
    }
  }

  /** Forgets a key whose record was deleted from the topic. */
  public void remove(String key) {
    latest.remove(key);
  }

  /**
   * What the monitor last said about a DriftMonitor.
   *
   * @param subject {@code namespace/name}
   */
  public Optional<DriftVerdict> drift(String subject) {
    return find(DriftVerdict.class, subject);
  }

  /** What it last said about the costs of a DriftMonitor's service; parameter as in drift. */
  public Optional<CostVerdict> cost(String subject) {
    return find(CostVerdict.class, subject);
  }

  /** What the scorer found in a QualityPolicy; parameter as in drift. */
  public Optional<PolicyVerdict> policy(String subject) {
    return find(PolicyVerdict.class, subject);
  }

  /** The evidence of a DriftMonitor in a language model's words; parameter as in drift. */
  public Optional<SummaryVerdict> summary(String subject) {
    return find(SummaryVerdict.class, subject);
  }

  /** What the monitor last said about a CanaryRelease; parameter as in {@link #drift}. */
  public Optional<CanaryVerdict> canary(String subject) {
    return find(CanaryVerdict.class, subject);
  }

  /** What the scorer last said about a Judge; parameter as in {@link #drift}. */
  public Optional<JudgeVerdict> judge(String subject) {
    return find(JudgeVerdict.class, subject);
  }

  /**
   * What was said about every DriftMonitor of a ModelService.
   *
   * @param service {@code namespace/name}
   */
  public List<DriftVerdict> driftOf(String service) {
    return latest.values().stream()
        .filter(DriftVerdict.class::isInstance)
        .map(DriftVerdict.class::cast)
        .filter(verdict -> service.equals(verdict.service()))
        .toList();
  }

  /**
   * Tells of every verdict that becomes the latest, on the thread that put it.
   *
   * @return what ends the subscription
   */
  public AutoCloseable listen(Consumer<Verdict> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private <V extends Verdict> Optional<V> find(Class<V> type, String subject) {
    return latest.values().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(verdict -> subject.equals(verdict.subject()))
        .max((a, b) -> Long.compare(a.asOfMillis(), b.asOfMillis()));
  }

  private static boolean supersedes(Verdict known, Verdict given) {
    return !given.subjectUid().equals(known.subjectUid())
        || given.asOfMillis() >= known.asOfMillis();
  }

  private static void tell(Consumer<Verdict> listener, Verdict verdict) {
    try {
      listener.accept(verdict);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on {}", verdict.key(), e);
    }
  }
}
