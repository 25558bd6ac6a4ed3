package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.Actuator;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import java.util.ArrayList;
import java.util.List;

/**
 * What a canary does where its plan says nothing; the figures are those of the field descriptions.
 */
public final class CanaryDefaults {
  public static final String ALPHA = "0.05";
  public static final String MARGIN = "0.05";
  public static final int MINIMUM_SAMPLES = 200;
  public static final int BAKE_SECONDS = 600;
  public static final int HOLDBACK_PERMILLE = 50;
  public static final int DEADLINE_SECONDS = 86_400;
  public static final int PARK_AFTER_SECONDS = 300;
  public static final List<Step> STEPS = List.of(new Step(50, 50, 0), new Step(500, 0, 0));

  private static final String NON_INFERIORITY = "NonInferiority";
  private static final int LONGEST_NAME = 63;

  private CanaryDefaults() {}

  /**
   * The plan of a CanaryRelease with every figure written out, so that its digest pins what really
   * is done.
   *
   * @param plan what a user wrote; null for nothing
   * @param capabilities every capability that is scored; empty when none is known
   */
  public static CanaryPlan complete(CanaryPlan plan, List<String> capabilities) {
    CanaryPlan given =
        plan == null ? new CanaryPlan(null, null, null, null, null, null, null, null) : plan;
    return new CanaryPlan(
        given.steps().isEmpty() ? STEPS : given.steps(),
        given.analysis().isEmpty() ? analysis(capabilities) : given.analysis(),
        orElse(given.alpha(), ALPHA),
        orElse(given.minimumSamples(), MINIMUM_SAMPLES),
        orElse(given.bakeSeconds(), BAKE_SECONDS),
        orElse(given.holdbackPermille(), HOLDBACK_PERMILLE),
        orElse(given.deadlineSeconds(), DEADLINE_SECONDS),
        orElse(given.parkAfterSeconds(), PARK_AFTER_SECONDS),
        given.shadow(),
        given.onInconclusive(),
        given.maximumLossSinceAnchor(),
        given.anchor(),
        given.prices(),
        null);
  }

  /** The canary of a release by a plan: a plan with shadow traffic begins in shadow. */
  public static CanaryReleaseSpec canary(Ref service, String release, CanaryPlan plan) {
    return new CanaryReleaseSpec(
        service, new Ref(release), plan, plan.shadow() == null ? null : "Shadow", null, null);
  }

  /** The canary of a release whose traffic somebody else moves: nothing goes there in shadow. */
  public static CanaryReleaseSpec actuated(
      Ref service, String release, CanaryPlan plan, Actuator actuator) {
    return new CanaryReleaseSpec(
        service, new Ref(release), plan.withoutShadow(), null, null, actuator);
  }

  /** The value, or what holds without one. */
  public static <T> T orElse(T value, T fallback) {
    return value == null ? fallback : value;
  }

  private static List<Analysis> analysis(List<String> capabilities) {
    List<Analysis> all = new ArrayList<>();
    if (capabilities.isEmpty()) {
      all.add(new Analysis("quality", "Quality", null, NON_INFERIORITY, MARGIN, null, null));
    }
    for (String capability : capabilities) {
      String name = "quality-" + capability;
      all.add(
          new Analysis(
              name.substring(0, Math.min(name.length(), LONGEST_NAME)),
              "Quality",
              capability,
              NON_INFERIORITY,
              MARGIN,
              null,
              null));
    }
    all.add(new Analysis("errors", "Errors", null, NON_INFERIORITY, MARGIN, null, null));
    return all;
  }
}
