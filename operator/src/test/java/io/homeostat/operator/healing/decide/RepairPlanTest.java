package io.homeostat.operator.healing.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepairPlanTest {
  private static final List<String> CAPABILITIES = Repairs.CAPABILITIES;
  private static final HealingRecipe.EvaluationRecipe EVALUATION =
      new HealingRecipe.EvaluationRecipe("TokenF1", "0.2", "0.05");

  @Test
  void aRepairMustBeBetterByHalfTheDropAndNotWorseElsewhere() {
    CanaryPlan plan = plan(null, CAPABILITIES, null);

    assertThat(plan.analysis())
        .containsExactly(
            new Analysis("better-date", "Quality", "date", "Superiority", null, "0.205", null),
            new Analysis("kept-order", "Quality", "order", "NonInferiority", "0.05", null, null),
            new Analysis("kept-units", "Quality", "units", "NonInferiority", "0.05", null, null),
            new Analysis("errors", "Errors", null, "NonInferiority", "0.05", null, null));
  }

  @Test
  void everyFigureIsWrittenOut() {
    CanaryPlan plan = plan(null, CAPABILITIES, null);

    assertThat(plan.steps()).isNotEmpty();
    assertThat(plan)
        .hasNoNullFieldsOrPropertiesExcept(
            "shadow", "onInconclusive", "maximumLossSinceAnchor", "anchor", "prices", "actuator");
  }

  @Test
  void theRecipeComesBeforeTheServicesPlan() {
    CanaryPlan recipe =
        new CanaryPlan(
            List.of(new CanaryPlan.Step(500, 200, 0)),
            List.of(),
            null,
            150,
            null,
            null,
            null,
            null);
    CanaryPlan service =
        new CanaryPlan(
            List.of(new CanaryPlan.Step(100, 10, 0)),
            List.of(
                new Analysis("q", "Quality", null, "NonInferiority", "0.08", null, null),
                new Analysis("qu", "Quality", "units", "NonInferiority", "0.1", null, null),
                new Analysis("e", "Errors", null, "NonInferiority", "0.02", null, null)),
            "0.1",
            300,
            60,
            100,
            3600,
            60);

    CanaryPlan plan = plan(recipe, CAPABILITIES, service);

    assertThat(plan.steps()).containsExactly(new CanaryPlan.Step(500, 200, 0));
    assertThat(plan.minimumSamples()).isEqualTo(150);
    assertThat(plan.alpha()).isEqualTo("0.1");
    assertThat(plan.bakeSeconds()).isEqualTo(60);
    assertThat(plan.analysis())
        .extracting(Analysis::margin)
        .as("margins of the service's own plan: by capability, by metric")
        .containsExactly(null, "0.08", "0.1", "0.02");
  }

  @Test
  void anAnalysisWithoutCapabilityIsExpanded() {
    CanaryPlan recipe =
        new CanaryPlan(
            null,
            List.of(
                new Analysis("better", "Quality", null, "Superiority", null, null, "0.4"),
                new Analysis("kept", "Quality", null, "NonInferiority", "0.1", null, "0.4"),
                new Analysis("errors", "Errors", null, "NonInferiority", "0.03", null, "0.2")),
            null,
            null,
            null,
            null,
            null,
            null);

    CanaryPlan plan = plan(recipe, List.of("date", "order", "units", "ticket"), null);

    assertThat(plan.analysis())
        .containsExactly(
            new Analysis("better", "Quality", "date", "Superiority", null, "0.205", "0.4"),
            new Analysis(
                "kept-order", "Quality", "order", "NonInferiority", "0.1", null, "0.13333333"),
            new Analysis(
                "kept-units", "Quality", "units", "NonInferiority", "0.1", null, "0.13333333"),
            new Analysis(
                "kept-ticket", "Quality", "ticket", "NonInferiority", "0.1", null, "0.13333333"),
            new Analysis("errors", "Errors", null, "NonInferiority", "0.03", null, "0.2"));
    assertThat(
            plan.analysis().stream()
                .map(a -> new BigDecimal(a.weight()))
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isBetween(new BigDecimal("0.999999"), new BigDecimal("1.000001"));
  }

  @Test
  void whatTheRecipeStatesIsKept() {
    Analysis stated = new Analysis("mine", "Quality", "units", "Superiority", null, "0.01", null);
    CanaryPlan recipe = new CanaryPlan(null, List.of(stated), null, null, null, null, null, null);

    assertThat(plan(recipe, CAPABILITIES, null).analysis()).containsExactly(stated);
  }

  @Test
  void moreCapabilitiesThanAPlanHoldsAreComparedTogether() {
    List<String> many = IntStream.range(0, 50).mapToObj(i -> i == 0 ? "date" : "c" + i).toList();

    assertThat(plan(null, many, null).analysis())
        .extracting(Analysis::name)
        .containsExactly("better-date", "kept-all", "errors");
    assertThat(RepairGates.of(run(null, many)))
        .extracting(Gate::name)
        .containsExactly("better-date", "kept-all");
  }

  @Test
  void gatesAskForTheRecipesImprovementAndRegression() {
    assertThat(RepairGates.of(run(EVALUATION, CAPABILITIES)))
        .containsExactly(
            new Gate("better-date", "date", "TokenF1", null, null, "0.2"),
            new Gate("kept-order", "order", "TokenF1", null, "0.05", null),
            new Gate("kept-units", "units", "TokenF1", null, "0.05", null));
  }

  @Test
  void gatesWithoutARecipeAskForHalfTheDrop() {
    assertThat(
            RepairGates.of(run(new HealingRecipe.EvaluationRecipe(null, null, null), CAPABILITIES)))
        .extracting(Gate::minimumImprovement)
        .containsExactly("0.205", null, null);
  }

  private static CanaryPlan plan(CanaryPlan recipe, List<String> capabilities, CanaryPlan service) {
    return RepairPlan.of(Repairs.recipe(recipe, EVALUATION), Repairs.DRIFT, capabilities, service);
  }

  private static HealingRunSpec run(
      HealingRecipe.EvaluationRecipe evaluation, List<String> capabilities) {
    return new HealingRunSpec(
        new Ref("support"),
        new Ref("support"),
        Repairs.DRIFT,
        "support-aaaaaaaaaa",
        Repairs.STABLE,
        Repairs.recipe(null, evaluation),
        new HealingRunPlan(
            List.of(Repairs.FINE_TUNE), capabilities, null, "Automatic", 0, List.of()));
  }
}
