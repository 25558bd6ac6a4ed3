package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlanDigest;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of one canary with every figure resolved.
 *
 * @param digest digest of the plan as it is pinned in the spec; verdicts under another one do not
 *     count
 * @param steps shares of the testing, at least one
 * @param minimumSamples sessions of the smaller arm that a promotion needs
 * @param holdback share left on the old stable during the bake, permille
 * @param dryRun whether the verdict is the end and nothing gets a weight
 * @param rollBackWhenInconclusive whether data that allow no decision end it
 * @param reviewed comparisons whose breach pauses it for a person
 * @param maximumLoss largest loss against the anchor; empty for any
 */
public record CanaryRules(
    String digest,
    List<StepRule> steps,
    int minimumSamples,
    Duration bake,
    int holdback,
    Duration deadline,
    Duration parkAfter,
    boolean dryRun,
    boolean rollBackWhenInconclusive,
    Set<String> reviewed,
    Optional<BigDecimal> maximumLoss) {
  private static final String SHADOW = "Shadow";
  private static final int SHADOW_PERMILLE = 100;
  private static final int SHADOW_PAIRS = 200;

  /**
   * One step.
   *
   * @param weight the candidate's share in permille
   * @param shadow share of the requests that it gets in shadow, permille
   * @param samples sessions of the smaller arm since the step began; in shadow compared pairs
   * @param pause shortest duration
   * @param manual whether a person lets it pass
   */
  public record StepRule(int weight, int shadow, int samples, Duration pause, boolean manual) {
    /** No traffic at all. */
    static final StepRule NOTHING = new StepRule(0, 0, 0, Duration.ZERO, false);
  }

  /**
   * Resolves what was declared. Strategy Shadow begins with a step in shadow, and a dry run has no
   * other; what is left open is taken from {@link CanaryDefaults}.
   */
  public static CanaryRules of(CanaryReleaseSpec spec) {
    boolean dryRun = Boolean.TRUE.equals(spec.dryRun());
    return of(spec.plan(), dryRun || SHADOW.equals(spec.strategy()), dryRun);
  }

  /** Resolves the plan of a canary by its steps. */
  public static CanaryRules of(CanaryPlan pinned) {
    return of(pinned, false, false);
  }

  private static CanaryRules of(CanaryPlan pinned, boolean shadow, boolean dryRun) {
    CanaryPlan plan = CanaryDefaults.complete(pinned, List.of());
    List<StepRule> steps = new ArrayList<>();
    if (shadow) {
      steps.add(inShadow(plan.shadow()));
    }
    if (!dryRun) {
      plan.steps().stream().map(CanaryRules::step).forEach(steps::add);
    }
    return new CanaryRules(
        CanaryPlanDigest.of(pinned),
        List.copyOf(steps),
        plan.minimumSamples(),
        Duration.ofSeconds(plan.bakeSeconds()),
        plan.holdbackPermille(),
        Duration.ofSeconds(plan.deadlineSeconds()),
        Duration.ofSeconds(plan.parkAfterSeconds()),
        dryRun,
        "Rollback".equals(plan.onInconclusive()),
        plan.analysis().stream()
            .filter(analysis -> "PauseForReview".equals(analysis.onBreach()))
            .map(Analysis::name)
            .collect(Collectors.toUnmodifiableSet()),
        Optional.ofNullable(plan.maximumLossSinceAnchor()).map(BigDecimal::new));
  }

  private static StepRule step(CanaryPlan.Step step) {
    return new StepRule(
        step.weightPermille(),
        0,
        CanaryDefaults.orElse(step.minimumSamples(), 0),
        Duration.ofSeconds(CanaryDefaults.orElse(step.pauseSeconds(), 0)),
        Boolean.TRUE.equals(step.manual()));
  }

  private static StepRule inShadow(CanaryPlan.Shadow shadow) {
    return new StepRule(
        0,
        shadow == null
            ? SHADOW_PERMILLE
            : CanaryDefaults.orElse(shadow.permille(), SHADOW_PERMILLE),
        shadow == null ? SHADOW_PAIRS : CanaryDefaults.orElse(shadow.minimumPairs(), SHADOW_PAIRS),
        Duration.ZERO,
        false);
  }

  /** The same rules at the steps of a Rollout, which knows only shares. */
  public CanaryRules following(List<Integer> shares) {
    return new CanaryRules(
        digest,
        shares.stream().map(share -> new StepRule(share, 0, 0, Duration.ZERO, false)).toList(),
        minimumSamples,
        bake,
        holdback,
        deadline,
        parkAfter,
        dryRun,
        rollBackWhenInconclusive,
        reviewed,
        maximumLoss);
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
