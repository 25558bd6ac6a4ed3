package io.homeostat.operator.learning.decide;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.List;

/**
 * How the answers of a service can be judged.
 *
 * @param judge that the Evaluation names; null when there is none of that name
 * @param calibrated whether it agrees with people's labels
 * @param monitoring whether it also scores the service's live answers
 * @param invariants checks of the service's QualityPolicy
 */
public record JudgingView(
    JudgeSpec judge, boolean calibrated, boolean monitoring, List<Invariant> invariants) {
  public JudgingView {
    invariants = List.copyOf(invariants);
  }
}
