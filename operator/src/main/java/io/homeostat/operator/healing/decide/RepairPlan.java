package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.canary.decide.CanaryDefaults.orElse;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.learning.decide.ChildName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes out the canary of a repair: what the recipe leaves open comes from the service's own
 * release plan, then from {@link CanaryDefaults}. The result names every capability and every
 * number, so that it can be pinned by its digest.
 */
final class RepairPlan {
  private static final String QUALITY = "Quality";
  private static final String THRESHOLD = "Threshold";
  private static final String ERRORS = "Errors";
  private static final Set<String> AS_RECIPE = Set.of(QUALITY, ERRORS);
  private static final String SUPERIORITY = "Superiority";
  private static final String NON_INFERIORITY = "NonInferiority";
  private static final int WEIGHT_PLACES = 8;
  private static final BigDecimal LEAST_EFFECT = new BigDecimal("0.001");

  /**
   * A plan holds 32 comparisons; with more capabilities than that the others are compared together.
   */
  static final int MOST_CAPABILITIES = 30;

  private static final CanaryPlan EMPTY =
      new CanaryPlan(null, null, null, null, null, null, null, null);

  private RepairPlan() {}

  /**
   * Returns the plan of a repair's canary.
   *
   * @param drift tells which capability must get better
   * @param capabilities every capability that the service's QualityPolicy names
   * @param service the service's own plan; null when it has none
   */
  static CanaryPlan of(
      HealingRecipe given,
      HealingRunSpec.Drift drift,
      List<String> capabilities,
      CanaryPlan service) {
    CanaryPlan recipe = given.release() == null ? EMPTY : given.release();
    CanaryPlan own = service == null ? EMPTY : service;
    List<Analysis> analysis =
        recipe.analysis().isEmpty()
            ? analysis(drift, others(drift, capabilities), own)
            : recipe.analysis().stream()
                .flatMap(a -> expanded(a, drift, others(drift, capabilities)).stream())
                .toList();
    return CanaryDefaults.complete(
        new CanaryPlan(
            recipe.steps().isEmpty() ? own.steps() : recipe.steps(),
            analysis,
            first(recipe, own, CanaryPlan::alpha),
            first(recipe, own, CanaryPlan::minimumSamples),
            first(recipe, own, CanaryPlan::bakeSeconds),
            first(recipe, own, CanaryPlan::holdbackPermille),
            first(recipe, own, CanaryPlan::deadlineSeconds),
            first(recipe, own, CanaryPlan::parkAfterSeconds),
            first(recipe, own, CanaryPlan::shadow),
            first(recipe, own, CanaryPlan::onInconclusive),
            first(recipe, own, CanaryPlan::maximumLossSinceAnchor),
            first(recipe, own, CanaryPlan::anchor),
            first(recipe, own, CanaryPlan::prices),
            null),
        capabilities);
  }

  /** Half of the measured drop, the least improvement that a repair must show. */
  static String halfOfDrop(HealingRunSpec.Drift drift) {
    return new BigDecimal(drift.drop())
        .divide(BigDecimal.TWO, LEAST_EFFECT.scale(), RoundingMode.HALF_UP)
        .max(LEAST_EFFECT)
        .toPlainString();
  }

  private static List<String> others(HealingRunSpec.Drift drift, List<String> capabilities) {
    return capabilities.stream().filter(c -> !c.equals(drift.capability())).toList();
  }

  private static List<Analysis> analysis(
      HealingRunSpec.Drift drift, List<String> others, CanaryPlan service) {
    List<Analysis> all = new ArrayList<>();
    all.add(
        new Analysis(
            "better-" + drift.capability(),
            QUALITY,
            drift.capability(),
            SUPERIORITY,
            null,
            halfOfDrop(drift),
            null));
    if (others.size() > MOST_CAPABILITIES) {
      all.add(kept("kept-all", null, marginOf(service, QUALITY, null), null));
    } else {
      others.forEach(c -> all.add(kept("kept-" + c, c, marginOf(service, QUALITY, c), null)));
    }
    all.add(
        new Analysis(
            "errors", ERRORS, null, NON_INFERIORITY, marginOf(service, ERRORS, null), null, null));
    return all;
  }

  /**
   * An analysis of quality that names no capability speaks of the drifted one, or of each of the
   * others.
   */
  private static List<Analysis> expanded(
      Analysis given, HealingRunSpec.Drift drift, List<String> others) {
    if (!AS_RECIPE.contains(orElse(given.metric(), QUALITY)) || THRESHOLD.equals(given.test())) {
      return List.of(given);
    }
    if (SUPERIORITY.equals(given.test())) {
      return List.of(
          new Analysis(
              given.name(),
              orElse(given.metric(), QUALITY),
              ERRORS.equals(given.metric()) ? null : orElse(given.capability(), drift.capability()),
              SUPERIORITY,
              null,
              orElse(given.minimumEffect(), halfOfDrop(drift)),
              given.weight()));
    }
    String margin = orElse(given.margin(), CanaryDefaults.MARGIN);
    boolean one =
        given.capability() != null
            || ERRORS.equals(given.metric())
            || others.size() > MOST_CAPABILITIES;
    if (one) {
      return List.of(
          new Analysis(
              given.name(),
              orElse(given.metric(), QUALITY),
              given.capability(),
              NON_INFERIORITY,
              margin,
              null,
              given.weight()));
    }
    String share = given.weight() == null ? null : share(given.weight(), others.size());
    return others.stream().map(c -> kept(ChildName.of(given.name(), c), c, margin, share)).toList();
  }

  private static Analysis kept(String name, String capability, String margin, String weight) {
    return new Analysis(name, QUALITY, capability, NON_INFERIORITY, margin, null, weight);
  }

  /**
   * The margin that the service's own plan states for a metric of a capability, else for the
   * metric, else the default.
   */
  private static String marginOf(CanaryPlan service, String metric, String capability) {
    List<Analysis> stated =
        service.analysis().stream()
            .filter(a -> metric.equals(a.metric()) && a.margin() != null)
            .toList();
    return stated.stream()
        .filter(a -> capability != null && capability.equals(a.capability()))
        .findFirst()
        .or(() -> stated.stream().filter(a -> a.capability() == null).findFirst())
        .map(Analysis::margin)
        .orElse(CanaryDefaults.MARGIN);
  }

  private static String share(String whole, int parts) {
    return new BigDecimal(whole)
        .divide(BigDecimal.valueOf(Math.max(1, parts)), WEIGHT_PLACES, RoundingMode.HALF_UP)
        .toPlainString();
  }

  private static <T> T first(CanaryPlan recipe, CanaryPlan service, Function<CanaryPlan, T> field) {
    T own = field.apply(recipe);
    return own == null ? field.apply(service) : own;
  }
}
