package io.homeostat.invariant;

import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The declared checks of a policy, made ready once and run on every answer. */
public final class Invariants {
  /** What the names of the parts start with. */
  public static final String PREFIX = "invariant.";

  /** Why a part is missing whose declaration cannot be used. */
  public static final String NOT_USABLE = "InvariantNotUsable";

  /** Why a part is missing whose check broke on this answer. */
  public static final String FAILED = "InvariantFailed";

  private static final Logger LOG = LoggerFactory.getLogger(Invariants.class);

  private final List<Prepared> prepared = new ArrayList<>();

  /**
   * A check that is ready.
   *
   * @param problem why it cannot be used; null for one that can
   */
  private record Prepared(Invariant declared, Check check, String problem) {}

  /**
   * Prepares the checks; one that cannot be used is left out of scores and named in the log.
   *
   * @param policy {@code namespace/name}, for the log
   */
  public Invariants(String policy, List<Invariant> declared, Checks checks) {
    for (Invariant invariant : declared) {
      try {
        prepared.add(new Prepared(invariant, checks.of(invariant), null));
      } catch (UnusableInvariantException e) {
        LOG.warn(
            "QualityPolicy {}: spec.scorers.invariants[{}] {}: correct it, until then it is"
                + " missing in scores",
            policy,
            invariant.name(),
            e.getMessage());
        prepared.add(
            new Prepared(invariant, subject -> Finding.missing(NOT_USABLE), e.getMessage()));
      }
    }
  }

  /** Names of the declared checks that cannot be used → why. */
  public Map<String, String> unusable() {
    return prepared.stream()
        .filter(one -> one.problem() != null)
        .collect(
            Collectors.toMap(
                one -> one.declared().name(), Prepared::problem, (first, second) -> first));
  }

  /** Names of the parts that an answer of this capability has. */
  public List<String> parts(String capability) {
    return prepared.stream()
        .map(Prepared::declared)
        .filter(declared -> applies(declared, capability))
        .map(declared -> PREFIX + declared.name())
        .toList();
  }

  /** Runs the checks of a capability: part → what was found. */
  public Map<String, Finding> check(Subject subject) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (Prepared one : prepared) {
      if (applies(one.declared(), subject.capability())) {
        findings.put(PREFIX + one.declared().name(), run(one, subject));
      }
    }
    return findings;
  }

  private static Finding run(Prepared one, Subject subject) {
    try {
      return one.check().check(subject);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn(
          "invariant {} broke on interaction {} and is missing in its score: {}",
          one.declared().name(),
          subject.interaction().id(),
          e.getClass().getSimpleName());
      return Finding.missing(FAILED);
    }
  }

  private static boolean applies(Invariant declared, String capability) {
    return declared.capabilities().isEmpty() || declared.capabilities().contains(capability);
  }
}
