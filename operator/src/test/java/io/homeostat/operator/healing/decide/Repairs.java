package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

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
          "ExpectedAnswers",
          "support-aaaaaaaaaa");
  static final List<String> CAPABILITIES = List.of("date", "order", "units");
  static final Attempt FINE_TUNE = new Attempt("FineTune", null, null, null);

  private Repairs() {}

  /** A run that started an hour before it ended; without an outcome it is under way. */
  static RunSummary ended(String name, String policy, Instant at, String outcome) {
    return ended(name, policy, at, outcome, STABLE);
  }

  static RunSummary ended(
      String name, String policy, Instant at, String outcome, String stableFingerprint) {
    return new RunSummary(
        name,
        run(policy, stableFingerprint, plan(FINE_TUNE)),
        at == null ? Sights.NOW : at.minusSeconds(3600),
        at,
        outcome,
        name + "-tune",
        BigDecimal.ZERO);
  }

  static HealingRunSpec run(Attempt... attempts) {
    return run("support", STABLE, plan(attempts));
  }

  static HealingRunSpec run(HealingRunPlan plan) {
    return run("support", STABLE, plan);
  }

  private static HealingRunSpec run(String policy, String stable, HealingRunPlan plan) {
    return new HealingRunSpec(
        new Ref(policy),
        new Ref("support"),
        DRIFT,
        "support-aaaaaaaaaa",
        stable,
        recipe(null, new HealingRecipe.EvaluationRecipe("TokenF1", "0.2", "0.05")),
        plan);
  }

  static HealingRunPlan plan(Attempt... attempts) {
    return plan("Automatic", 0, List.of(), attempts);
  }

  static HealingRunPlan plan(
      String approval, int holdSeconds, List<MaintenanceWindow> windows, Attempt... attempts) {
    return new HealingRunPlan(
        List.of(attempts), CAPABILITIES, null, approval, holdSeconds, windows);
  }

  static HealingRecipe recipe(CanaryPlan release, HealingRecipe.EvaluationRecipe evaluation) {
    return new HealingRecipe(
        List.of("EarlierRelease", "ExistingAdapter", "FineTune", "Merge"),
        new HealingRecipe.DatasetRecipe(60, 600, null, 100),
        new HealingRecipe.FineTune(null, null, null),
        new HealingRecipe.Merge(null, null, null, null, null),
        evaluation,
        release);
  }
}
