package io.homeostat.operator.frame;

import java.util.List;

/**
 * One step of a reconcile; no step calls another.
 *
 * @param <C> what the steps of one reconcile share: what was observed, and the status being built
 */
@FunctionalInterface
public interface Step<C> {
  /** Does the step's part, or finds that it is done already. */
  StepResult run(C pass);

  /**
   * Runs steps in order until one does not proceed; the result is that one's, or done after the
   * last.
   */
  static <C> StepResult runAll(List<? extends Step<C>> steps, C pass) {
    for (Step<C> step : steps) {
      StepResult result = step.run(pass);
      if (!(result instanceof StepResult.Proceed)) {
        return result;
      }
    }
    return StepResult.done();
  }
}
