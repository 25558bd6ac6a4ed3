package io.homeostat.cli.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.evaluation.Evaluator;
import io.homeostat.evaluation.Material;
import io.homeostat.evaluation.PairwiseJudge;
import io.homeostat.evaluation.Subjects;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Languages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an evaluation is made of, put together from manifests as the operator does from objects.
 *
 * @param judgeKey the judge's API key; null for none
 */
record Parts(Manifests manifests, String judgeKey) {
  EvaluationSpec spec() {
    return manifests.evaluation();
  }

  Evaluator evaluator(Material material) throws UsageException {
    return new Evaluator(spec(), subjects(), material, invariants(), judge());
  }

  /** Checks of the service's QualityPolicies. */
  Invariants invariants() {
    List<Invariant> declared =
        manifests.policies().values().stream()
            .filter(policy -> policy.scorers() != null)
            .flatMap(policy -> policy.scorers().invariants().stream())
            .toList();
    return new Invariants(spec().modelServiceRef().name(), declared, new Checks(new Languages()));
  }

  private Subjects subjects() {
    Optional<ReleaseSpec> candidate = manifests.release(spec().releaseRef().name());
    Optional<ReleaseSpec> stable = manifests.release(spec().stableRef().name());
    boolean otherAdapter =
        candidate.isPresent()
            && stable.isPresent()
            && !Objects.equals(candidate.get().tuple().adapter(), stable.get().tuple().adapter());
    return new Subjects(
        spec().releaseRef().name(),
        spec().stableRef().name(),
        candidate.map(Parts::temperature).orElse(null),
        stable.map(Parts::temperature).orElse(null),
        otherAdapter);
  }

  private static String temperature(ReleaseSpec release) {
    return release.tuple().decoding() == null ? null : release.tuple().decoding().temperature();
  }

  private PairwiseJudge judge() throws UsageException {
    if (spec().judgeRef() == null) {
      return null;
    }
    String name = spec().judgeRef().name();
    Manifests.Manifest judge =
        manifests
            .judge(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "the Evaluation names Judge '%s', which the file does not hold: add it,"
                                .formatted(name)
                            + " with its status, as kubectl get judge -o yaml writes it"));
    boolean monitoring =
        manifests.policies().values().stream()
            .filter(policy -> policy.scorers() != null && policy.scorers().judge() != null)
            .anyMatch(policy -> policy.scorers().judge().ref().name().equals(name));
    return PairwiseJudge.of(
        (JudgeSpec) judge.spec(), judgeKey, calibrated(judge.document()), monitoring);
  }

  /** A judge without a status has not shown that it agrees with people. */
  private static boolean calibrated(JsonNode judge) {
    for (JsonNode condition : judge.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Calibrated")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
