package io.homeostat.operator.learning;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.operator.learning.decide.JudgingView;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;

/** Looks up how the answers of an Evaluation can be judged. */
record Judging(ResourceCache<QualityPolicy> policies, ResourceCache<Judge> judges) {
  private static final String CALIBRATED = "Calibrated";

  JudgingView of(String namespace, EvaluationSpec spec) {
    List<QualityPolicy> ofService =
        policies
            .list(
                namespace,
                p -> p.getSpec().modelServiceRef().name().equals(spec.modelServiceRef().name()))
            .toList();
    List<Invariant> invariants =
        ofService.stream()
            .filter(policy -> policy.getSpec().scorers() != null)
            .flatMap(policy -> policy.getSpec().scorers().invariants().stream())
            .toList();
    Optional<Judge> judge =
        spec.judgeRef() == null
            ? Optional.empty()
            : judges.get(new ResourceID(spec.judgeRef().name(), namespace));
    return judge
        .map(
            found ->
                new JudgingView(
                    found.getSpec(),
                    found.getStatus() != null
                        && Conditions.isTrue(found.getStatus().conditions(), CALIBRATED),
                    ofService.stream().anyMatch(policy -> scoresBy(namespace, policy, found)),
                    invariants))
        .orElse(new JudgingView(null, false, false, invariants));
  }

  /**
   * Whether a policy's judge is this one, or another name of the same model at the same address.
   */
  private boolean scoresBy(String namespace, QualityPolicy policy, Judge judge) {
    if (policy.getSpec().scorers() == null || policy.getSpec().scorers().judge() == null) {
      return false;
    }
    String name = policy.getSpec().scorers().judge().ref().name();
    return name.equals(judge.getMetadata().getName())
        || judges
            .get(new ResourceID(name, namespace))
            .filter(other -> other.getSpec().model().equals(judge.getSpec().model()))
            .filter(
                other -> other.getSpec().endpoint().url().equals(judge.getSpec().endpoint().url()))
            .isPresent();
  }
}
