package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Analysis;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes out the canary of a repair: what the recipe leaves open comes from the service's own release plan, then from
 * the defaults here. The result names every capability and every number, so that it can be pinned by its digest.
 */
public final class RepairPlan {
  static final String QUALITY = "Quality";
  static final String ERRORS = "Errors";
  static final String SUPERIORITY = "Superiority";
  static final String NON_INFERIORITY = "NonInferiority";

  private static final String DEFAULT_MARGIN = "0.05";
  private static final String DEFAULT_ALPHA = "0.05";
  private static final int DEFAULT_MINIMUM_SAMPLES = 200;
  private static final int DEFAULT_BAKE_SECONDS = 3_600;
  private static final int DEFAULT_HOLDBACK_PERMILLE = 50;
  private static final int DEFAULT_DEADLINE_SECONDS = 86_400;
  private static final int DEFAULT_PARK_SECONDS = 600;
  private static final int WEIGHT_PLACES = 4;
  private static final List<CanaryPlan.Step> DEFAULT_STEPS =
      List.of(new CanaryPlan.Step(50, 50, 0), new CanaryPlan.Step(500, DEFAULT_MINIMUM_SAMPLES, 0));

  private RepairPlan() {}

  /**
   * Returns the plan of a repair's canary.
   *
   * @param run the repair; its drift tells which capability must get better
   * @param capabilities every capability that the service's QualityPolicy names
   * @param service the service's own plan; null when it has none
   */
  public static CanaryPlan of(HealingRunSpec run, List<String> capabilities, CanaryPlan service) {
    CanaryPlan recipe = run.recipe() == null ? null : run.recipe().release();
    List<String> others = capabilities.stream().filter(c -> !c.equals(run.drift().capability())).toList();
    List<CanaryPlan.Step> steps = first(recipe, service, CanaryPlan::steps);
    return new CanaryPlan(
        steps == null || steps.isEmpty() ? DEFAULT_STEPS : steps,
        weighted(analysis(run, others, recipe, service)),
        orElse(first(recipe, service, CanaryPlan::alpha), DEFAULT_ALPHA),
        orElse(first(recipe, service, CanaryPlan::minimumSamples), DEFAULT_MINIMUM_SAMPLES),
        orElse(first(recipe, service, CanaryPlan::bakeSeconds), DEFAULT_BAKE_SECONDS),
        orElse(first(recipe, service, CanaryPlan::holdbackPermille), DEFAULT_HOLDBACK_PERMILLE),
        orElse(first(recipe, service, CanaryPlan::deadlineSeconds), DEFAULT_DEADLINE_SECONDS),
        orElse(first(recipe, service, CanaryPlan::parkAfterSeconds), DEFAULT_PARK_SECONDS));
  }

  /** Half of the measured drop, the least improvement that a repair must show. */
  static String halfOfDrop(HealingRunSpec run) {
    return new BigDecimal(run.drift().drop())
        .divide(BigDecimal.TWO, 3, RoundingMode.HALF_UP)
        .max(new BigDecimal("0.001"))
        .toPlainString();
  }

  private static List<Analysis> analysis(
      HealingRunSpec run, List<String> others, CanaryPlan recipe, CanaryPlan service) {
    if (recipe != null && recipe.analysis() != null && !recipe.analysis().isEmpty()) {
      return recipe.analysis().stream().flatMap(a -> expanded(a, run, others).stream()).toList();
    }
    List<Analysis> all = new ArrayList<>();
    all.add(better("better-" + run.drift().capability(), run));
    others.forEach(c -> all.add(kept("kept-" + c, c, marginOf(service, QUALITY, c), null)));
    all.add(new Analysis("errors", ERRORS, null, NON_INFERIORITY, marginOf(service, ERRORS, null), null, null));
    return all;
  }

  /** An analysis of quality that names no capability speaks of the drifted one, or of each of the others. */
  private static List<Analysis> expanded(Analysis given, HealingRunSpec run, List<String> others) {
    if (SUPERIORITY.equals(given.test())) {
      return List.of(
          new Analysis(
              given.name(),
              orElse(given.metric(), QUALITY),
              orElse(given.capability(), run.drift().capability()),
              SUPERIORITY,
              null,
              orElse(given.minimumEffect(), halfOfDrop(run)),
              given.weight()));
    }
    String margin = orElse(given.margin(), DEFAULT_MARGIN);
    if (given.capability() != null || ERRORS.equals(given.metric())) {
      return List.of(
          new Analysis(given.name(), given.metric(), given.capability(), NON_INFERIORITY, margin, null, given.weight()));
    }
    String share = given.weight() == null ? null : share(new BigDecimal(given.weight()), others.size());
    return others.stream().map(c -> kept(given.name() + "-" + c, c, margin, share)).toList();
  }

  private static Analysis better(String name, HealingRunSpec run) {
    return new Analysis(name, QUALITY, run.drift().capability(), SUPERIORITY, null, halfOfDrop(run), null);
  }

  private static Analysis kept(String name, String capability, String margin, String weight) {
    return new Analysis(name, QUALITY, capability, NON_INFERIORITY, margin, null, weight);
  }

  /** The margin that the service's own plan states for a metric of a capability, else for the metric, else the default. */
  private static String marginOf(CanaryPlan service, String metric, String capability) {
    List<Analysis> stated =
        service == null || service.analysis() == null
            ? List.of()
            : service.analysis().stream()
                .filter(a -> metric.equals(a.metric()) && a.margin() != null)
                .toList();
    return stated.stream()
        .filter(a -> capability != null && capability.equals(a.capability()))
        .findFirst()
        .or(() -> stated.stream().filter(a -> a.capability() == null).findFirst())
        .map(Analysis::margin)
        .orElse(DEFAULT_MARGIN);
  }

  /** Gives the analyses that state no weight equal shares of what the others leave. */
  private static List<Analysis> weighted(List<Analysis> all) {
    BigDecimal stated =
        all.stream().map(Analysis::weight).filter(w -> w != null).map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    int open = (int) all.stream().filter(a -> a.weight() == null).count();
    if (open == 0) {
      return all;
    }
    String share = share(BigDecimal.ONE.subtract(stated).max(BigDecimal.ZERO), open);
    return all.stream()
        .map(
            a ->
                a.weight() != null
                    ? a
                    : new Analysis(a.name(), a.metric(), a.capability(), a.test(), a.margin(), a.minimumEffect(), share))
        .toList();
  }

  private static String share(BigDecimal whole, int parts) {
    return whole
        .divide(BigDecimal.valueOf(Math.max(1, parts)), WEIGHT_PLACES, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static <T> T first(CanaryPlan recipe, CanaryPlan service, Function<CanaryPlan, T> field) {
    T own = recipe == null ? null : field.apply(recipe);
    return own != null || service == null ? own : field.apply(service);
  }

  private static <T> T orElse(T value, T fallback) {
    return value == null ? fallback : value;
  }
}
