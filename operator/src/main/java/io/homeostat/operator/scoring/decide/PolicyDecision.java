package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.qualitypolicy.QualityPolicyStatus;
import java.time.Clock;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides whether a QualityPolicy is in force: what it names exists and the scorer runs. */
public final class PolicyDecision {
  public static final String READY = "Ready";
  public static final String INVARIANTS_USABLE = "InvariantsUsable";

  private final Clock clock;

  public PolicyDecision(Clock clock) {
    this.clock = clock;
  }

  /** Returns the status to write. */
  public QualityPolicyStatus decide(PolicyObservation seen) {
    Conditions conditions =
        Conditions.from(
            seen.before() == null ? null : seen.before().conditions(), seen.generation(), clock);
    return new QualityPolicyStatus(
        seen.generation(),
        invariantsUsable(ready(conditions, seen), seen).list(),
        seen.scorerSet());
  }

  private static Conditions invariantsUsable(Conditions conditions, PolicyObservation seen) {
    int declared = seen.spec().scorers().invariants().size();
    if (seen.found() == null) {
      return conditions.with(
          INVARIANTS_USABLE,
          ConditionStatus.UNKNOWN,
          ScoringReason.PolicyNotTaken,
          "the scorer has not taken over this version of the policy yet");
    }
    return seen.found().unusable().isEmpty()
        ? conditions.with(
            INVARIANTS_USABLE,
            ConditionStatus.TRUE,
            ScoringReason.InvariantsUsable,
            "%d of %d invariants can be checked".formatted(declared, declared))
        : conditions.with(
            INVARIANTS_USABLE,
            ConditionStatus.FALSE,
            ScoringReason.InvariantNotUsable,
            new TreeMap<>(seen.found().unusable())
                .entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(
                        Collectors.joining(
                            "; ",
                            "spec.scorers.invariants: ",
                            ": correct it, until then it is missing in scores")));
  }

  private static Conditions ready(Conditions conditions, PolicyObservation seen) {
    String service = seen.spec().modelServiceRef().name();
    if (!seen.serviceFound()) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          ScoringReason.ModelServiceNotFound,
          "spec.modelServiceRef names ModelService '%s', which does not exist in this namespace: create it or correct the name"
              .formatted(service));
    }
    if (!seen.judgeFound()) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          ScoringReason.JudgeNotFound,
          "spec.scorers.judge.ref names Judge '%s', which does not exist in this namespace: create it or correct the name"
              .formatted(seen.spec().scorers().judge().ref().name()));
    }
    return seen.scorerAvailable()
        ? conditions.with(
            READY,
            ConditionStatus.TRUE,
            ScoringReason.Scoring,
            "answers of ModelService '%s' are scored".formatted(service))
        : conditions.with(
            READY,
            ConditionStatus.FALSE,
            ScoringReason.ScorerNotAvailable,
            "no pod of Deployment '%s' is ready: see it in the operator's namespace"
                .formatted(seen.scorer()));
  }
}
