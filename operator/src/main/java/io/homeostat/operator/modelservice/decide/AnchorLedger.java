package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Anchor;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Difference;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Promotion;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps in the plan from which release losses are added up and what each promotion since has
 * measured. A promotion is entered in the write that ends its bake, and leaves when its release is
 * rolled back.
 */
final class AnchorLedger {
  private static final int MOST = 20;
  private static final int PLACES = 6;

  private AnchorLedger() {}

  /** The ledger that goes with the next plan. */
  static Anchor next(ServiceObservation seen, Draft draft) {
    Anchor before = seen.plan() == null ? null : seen.plan().anchor();
    if (before == null) {
      return new Anchor(draft.stable(), List.of());
    }
    if (draft.holder() != null) {
      return before;
    }
    Anchor kept = chosen(seen, current(promoted(seen, draft, before), draft.stable()));
    return kept.promotions().size() > MOST ? merged(kept) : kept;
  }

  /** Enters the promotion whose bake this decision ends. */
  private static Anchor promoted(ServiceObservation seen, Draft draft, Anchor anchor) {
    Optional<Canary> ended =
        Optional.ofNullable(seen.plan().salt())
            .flatMap(seen::canary)
            .filter(canary -> canary.state() == CanaryState.Promoted)
            .filter(canary -> canary.candidate().equals(draft.stable()))
            .filter(canary -> !canary.candidate().equals(canary.status().stable()));
    if (ended.isEmpty()) {
      return anchor;
    }
    List<Promotion> all = new ArrayList<>(anchor.promotions());
    all.add(new Promotion(draft.stable(), differences(ended.get().status())));
    return new Anchor(anchor.release(), all);
  }

  /** Takes out what was promoted after the release that is stable now. */
  private static Anchor current(Anchor anchor, String stable) {
    List<Promotion> all = anchor.promotions();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).release().equals(stable)) {
        return new Anchor(anchor.release(), all.subList(0, i + 1));
      }
    }
    return new Anchor(stable, List.of()); // the anchor itself, or what a person has brought back
  }

  /** Moves the anchor to the release that the spec names, if what happened since is known. */
  private static Anchor chosen(ServiceObservation seen, Anchor anchor) {
    String wanted = seen.spec().release() == null ? null : seen.spec().release().anchor();
    if (wanted == null || wanted.equals(anchor.release())) {
      return anchor;
    }
    List<Promotion> all = anchor.promotions();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).release().equals(wanted)) {
        return new Anchor(wanted, all.subList(i + 1, all.size()));
      }
    }
    return anchor;
  }

  private static List<Difference> differences(CanaryReleaseStatus status) {
    return status.metrics().stream()
        .filter(
            metric ->
                metric.difference() != null && metric.lower() != null && metric.upper() != null)
        .map(
            metric ->
                new Difference(
                    metric.name(),
                    metric.difference(),
                    text(
                        new BigDecimal(metric.upper())
                            .subtract(new BigDecimal(metric.lower()))
                            .divide(BigDecimal.TWO, PLACES, RoundingMode.HALF_UP))))
        .toList();
  }

  /** The two oldest promotions as one: differences add up, and so do squares of uncertainties. */
  private static Anchor merged(Anchor anchor) {
    Promotion first = anchor.promotions().get(0);
    Promotion second = anchor.promotions().get(1);
    Map<String, Difference> sums = new LinkedHashMap<>();
    first.differences().forEach(one -> sums.put(one.name(), one));
    second.differences().forEach(one -> sums.merge(one.name(), one, AnchorLedger::sum));
    List<Promotion> all =
        new ArrayList<>(anchor.promotions().subList(1, anchor.promotions().size()));
    all.set(0, new Promotion(second.release(), List.copyOf(sums.values())));
    return new Anchor(anchor.release(), all);
  }

  private static Difference sum(Difference one, Difference other) {
    BigDecimal squares =
        new BigDecimal(one.uncertainty()).pow(2).add(new BigDecimal(other.uncertainty()).pow(2));
    return new Difference(
        one.name(),
        text(new BigDecimal(one.difference()).add(new BigDecimal(other.difference()))),
        text(squares.sqrt(MathContext.DECIMAL64)));
  }

  private static String text(BigDecimal value) {
    return value.setScale(PLACES, RoundingMode.HALF_UP).toPlainString();
  }
}
