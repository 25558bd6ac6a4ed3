package io.homeostat.operator.healing.decide;

import io.homeostat.crds.evaluation.EvaluationSpec.Gate;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.List;
import java.util.stream.Stream;

/** The gates of a repair's Evaluation: better on the drifted capability, not worse on each of the others. */
public final class RepairGates {
  /** Equal to exact match where an answer is exact, and still telling where it is free text. */
  private static final String METRIC = "TokenF1";

  private static final String DEFAULT_MAXIMUM_REGRESSION = "0.05";

  private RepairGates() {}

  /** Returns one gate per capability; parameters as in {@link RepairPlan#of}. */
  public static List<Gate> of(HealingRunSpec run, List<String> capabilities) {
    HealingRecipe.EvaluationRecipe recipe = run.recipe().evaluation();
    String improvement =
        recipe == null || recipe.minimumImprovement() == null ? RepairPlan.halfOfDrop(run) : recipe.minimumImprovement();
    String regression =
        recipe == null || recipe.maximumRegression() == null ? DEFAULT_MAXIMUM_REGRESSION : recipe.maximumRegression();
    String drifted = run.drift().capability();
    List<String> others = capabilities.stream().filter(c -> !c.equals(drifted)).toList();
    Stream<Gate> kept =
        others.size() > RepairPlan.MOST_CAPABILITIES
            ? Stream.of(new Gate("kept-all", null, METRIC, null, regression, null))
            : others.stream().map(c -> new Gate("kept-" + c, c, METRIC, null, regression, null));
    return Stream.concat(
            Stream.of(new Gate("better-" + drifted, drifted, METRIC, null, null, improvement)), kept)
        .toList();
  }
}
