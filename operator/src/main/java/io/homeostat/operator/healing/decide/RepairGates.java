package io.homeostat.operator.healing.decide;

import io.homeostat.crds.evaluation.EvaluationSpec.Gate;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gates of a repair's Evaluation: better on the drifted capability, not worse on each of the
 * others.
 */
public final class RepairGates {
  private static final String DEFAULT_METRIC = "ExactMatch";
  private static final String DEFAULT_MAXIMUM_REGRESSION = "0.05";

  private RepairGates() {}

  /** Returns one gate for each capability of the repair's plan. */
  public static List<Gate> of(HealingRunSpec run) {
    HealingRecipe.EvaluationRecipe recipe = run.recipe().evaluation();
    String improvement =
        recipe == null || recipe.minimumImprovement() == null
            ? RepairPlan.halfOfDrop(run.drift())
            : recipe.minimumImprovement();
    String regression =
        recipe == null || recipe.maximumRegression() == null
            ? DEFAULT_MAXIMUM_REGRESSION
            : recipe.maximumRegression();
    String metric = recipe == null || recipe.metric() == null ? DEFAULT_METRIC : recipe.metric();
    String drifted = run.drift().capability();
    List<String> others =
        run.plan().capabilities().stream().filter(c -> !c.equals(drifted)).toList();
    Stream<Gate> kept =
        others.size() > RepairPlan.MOST_CAPABILITIES
            ? Stream.of(new Gate("kept-all", null, metric, null, regression, null))
            : others.stream().map(c -> new Gate("kept-" + c, c, metric, null, regression, null));
    return Stream.concat(
            Stream.of(new Gate("better-" + drifted, drifted, metric, null, null, improvement)),
            kept)
        .toList();
  }
}
