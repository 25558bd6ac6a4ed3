package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlanDigest;
import java.time.Duration;
import java.util.List;

/**
 * The plan of one canary with every figure resolved.
 *
 * @param digest digest of the plan as it is pinned in the spec; verdicts under another one do not
 *     count
 * @param steps shares of the testing, at least one
 * @param minimumSamples sessions of the smaller arm that a promotion needs
 * @param holdback share left on the old stable during the bake, permille
 */
public record CanaryRules(
    String digest,
    List<StepRule> steps,
    int minimumSamples,
    Duration bake,
    int holdback,
    Duration deadline,
    Duration parkAfter) {

  /**
   * One step.
   *
   * @param weight the candidate's share in permille
   * @param samples sessions of the smaller arm since the step began
   * @param pause shortest duration
   */
  public record StepRule(int weight, int samples, Duration pause) {}

  /** Resolves a plan; what it leaves open is taken from {@link CanaryDefaults}. */
  public static CanaryRules of(CanaryPlan pinned) {
    CanaryPlan plan = CanaryDefaults.complete(pinned, List.of());
    return new CanaryRules(
        CanaryPlanDigest.of(pinned),
        plan.steps().stream()
            .map(
                step ->
                    new StepRule(
                        step.weightPermille(),
                        CanaryDefaults.orElse(step.minimumSamples(), 0),
                        Duration.ofSeconds(CanaryDefaults.orElse(step.pauseSeconds(), 0))))
            .toList(),
        plan.minimumSamples(),
        Duration.ofSeconds(plan.bakeSeconds()),
        plan.holdbackPermille(),
        Duration.ofSeconds(plan.deadlineSeconds()),
        Duration.ofSeconds(plan.parkAfterSeconds()));
  }

  /** The step of a number; one past the end gives the last. */
  public StepRule step(int number) {
    return steps.get(Math.clamp(number, 0, steps.size() - 1));
  }

  /** Whether the decision falls at this step. */
  public boolean last(int number) {
    return number >= steps.size() - 1;
  }
}
