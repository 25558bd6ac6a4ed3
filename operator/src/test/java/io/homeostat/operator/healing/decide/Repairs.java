package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.time.Instant;

/** Repairs that tests decide about. */
final class Repairs {
  static final String STABLE = "a".repeat(64);
  static final String PROPOSED = "b".repeat(64);
  static final HealingRunSpec.Drift DRIFT =
      new HealingRunSpec.Drift(
          "support",
          "date",
          "Quality",
          "0.410",
          "0.960",
          "2026-11-21T07:50:00Z",
          "ExpectedAnswers");

  private Repairs() {}

  /** A run that started from {@link #STABLE}; without an outcome it is under way. */
  static RunSummary ended(String name, String policy, Instant at, String outcome) {
    return new RunSummary(name, policy, DRIFT, at, outcome, STABLE, "Superseded".equals(outcome));
  }

  static HealingRunSpec run(CanaryPlan release) {
    return run(release, new HealingRecipe.EvaluationRecipe("TokenF1", "0.2", "0.05"));
  }

  static HealingRunSpec run(CanaryPlan release, HealingRecipe.EvaluationRecipe evaluation) {
    return new HealingRunSpec(
        new Ref("support"),
        new Ref("support"),
        DRIFT,
        "support-aaaaaaaaaa",
        STABLE,
        recipe(release, evaluation));
  }

  static HealingRecipe recipe(CanaryPlan release, HealingRecipe.EvaluationRecipe evaluation) {
    return new HealingRecipe(
        new HealingRecipe.DatasetRecipe(60, 600, null, 100),
        new HealingRecipe.FineTune(null, null, null, null, null, null, null, null),
        evaluation,
        release);
  }
}
