package io.homeostat.operator.drift.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.CostVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Turns what the monitor says about costs into the rounded figures of a DriftMonitor's status. */
final class CostFigures {
  private static final int MOST_RELEASES = 20;
  private static final int MOST_DRIFTS = 10;

  private CostFigures() {}

  /** The figures; nothing without a word about this object and the prices of its spec. */
  static Optional<DriftMonitorStatus.Cost> of(DriftObservation seen) {
    return Optional.ofNullable(seen.cost())
        .filter(cost -> seen.spec().prices() != null)
        .filter(cost -> seen.uid().equals(cost.subjectUid()))
        .filter(cost -> CanonicalJson.digest(seen.spec()).equals(cost.specDigest()))
        .map(cost -> new DriftMonitorStatus.Cost(releases(cost.releases()), drifts(cost.drifts())));
  }

  private static List<DriftMonitorStatus.ReleaseCost> releases(List<CostVerdict.Release> all) {
    return all.stream()
        .sorted(
            Comparator.comparingDouble(CostVerdict.Release::perThousand)
                .reversed()
                .thenComparing(CostVerdict.Release::capability)
                .thenComparing(CostVerdict.Release::release))
        .limit(MOST_RELEASES)
        .map(
            r ->
                new DriftMonitorStatus.ReleaseCost(
                    r.capability(),
                    r.release(),
                    r.requests(),
                    DriftFigures.amount(r.perThousand()),
                    DriftFigures.amount(r.inputTokens()),
                    DriftFigures.amount(r.outputTokens())))
        .toList();
  }

  private static List<DriftMonitorStatus.DriftCost> drifts(List<CostVerdict.Drift> all) {
    return all.stream()
        .sorted(
            Comparator.comparingDouble(CostVerdict.Drift::total)
                .reversed()
                .thenComparing(CostVerdict.Drift::capability))
        .limit(MOST_DRIFTS)
        .map(
            d ->
                new DriftMonitorStatus.DriftCost(
                    d.capability(),
                    DriftFigures.time(d.sinceMillis()),
                    d.sessions(),
                    DriftFigures.amount(d.total()),
                    DriftFigures.amount(d.retries()),
                    DriftFigures.amount(d.longerAnswers()),
                    DriftFigures.amount(d.longerQuestions()),
                    DriftFigures.amount(d.perThousandBefore()),
                    DriftFigures.amount(d.perThousandSince())))
        .toList();
  }
}
