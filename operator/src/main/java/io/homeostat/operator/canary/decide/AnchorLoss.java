package io.homeostat.operator.canary.decide;

import io.homeostat.crds.trafficplan.TrafficPlanSpec.Anchor;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Difference;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Promotion;
import io.homeostat.events.CanaryVerdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What all promotions since the anchor and a canary together may have lost. Differences of
 * independent canaries add up, and so do the squares of their uncertainties; the bound is the sum
 * plus its uncertainty. Small losses that each canary accepts are thus seen as the large one that
 * they are together, and gains count against them.
 */
record AnchorLoss(String anchor, List<Total> totals) {

  /**
   * One comparison, added up.
   *
   * @param loss what was lost; negative for a gain
   * @param bound largest loss that the data allow
   */
  record Total(String name, double loss, double bound) {}

  /**
   * Adds a canary to what was promoted before.
   *
   * @param anchor null when the plan does not say: then nothing was promoted before
   */
  static AnchorLoss of(Anchor anchor, CanaryVerdict verdict) {
    List<CanaryVerdict.Metric> metrics = verdict.metrics() == null ? List.of() : verdict.metrics();
    List<Total> totals = new ArrayList<>();
    for (CanaryVerdict.Metric metric : metrics) {
      if (metric.difference() != null && metric.lower() != null && metric.upper() != null) {
        totals.add(total(metric, anchor == null ? List.of() : anchor.promotions()));
      }
    }
    return new AnchorLoss(anchor == null ? "stable" : anchor.release(), totals);
  }

  private static Total total(CanaryVerdict.Metric metric, List<Promotion> promotions) {
    double sum = metric.difference();
    double half = (metric.upper() - metric.lower()) / 2;
    double squares = half * half;
    for (Promotion promotion : promotions) {
      for (Difference one : promotion.differences()) {
        if (one.name().equals(metric.name())) {
          double uncertainty = Double.parseDouble(one.uncertainty());
          sum += Double.parseDouble(one.difference());
          squares += uncertainty * uncertainty;
        }
      }
    }
    return new Total(metric.name(), -sum, -sum + Math.sqrt(squares));
  }

  /** The comparison that may have lost most, ready to read; null when nothing was compared yet. */
  String worst() {
    return totals.stream()
        .max(Comparator.comparingDouble(Total::bound))
        .map(
            total ->
                String.format(
                    Locale.ROOT,
                    "%s %+.3f (at most %+.3f) since '%s'",
                    total.name(),
                    total.loss(),
                    total.bound(),
                    anchor))
        .orElse(null);
  }

  /** Why a promotion would lose too much, in words; empty when it would not. */
  Optional<String> above(Optional<BigDecimal> limit) {
    return limit
        .filter(most -> totals.stream().anyMatch(total -> total.bound() > most.doubleValue()))
        .map(
            most ->
                "all gates passed, but the loss since the anchor '%s' could exceed %s; more sessions may show that it does not, and an Intervention Promote or a new anchor accepts it"
                    .formatted(anchor, most.toPlainString()));
  }
}
