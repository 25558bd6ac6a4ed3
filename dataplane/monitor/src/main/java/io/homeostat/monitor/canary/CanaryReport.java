package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.CanaryVerdict.Metric;
import io.homeostat.events.CanaryVerdict.ServiceChange;
import io.homeostat.events.EventCodec;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.CanaryAnalyses;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.canary.CanaryDecision;
import io.homeostat.statistics.canary.MetricEvidence;
import io.homeostat.statistics.canary.ThresholdTest.Side;
import io.homeostat.statistics.canary.WindowedThreshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what the tests of a canary show now, with all the evidence. */
public final class CanaryReport {
  private final StateTable table;

  public CanaryReport(StateTable table) {
    this.table = table;
  }

  /** The verdict at an event time. */
  public CanaryVerdict write(
      ServiceDefinition service, CanaryDefinition canary, long asOfMillis, boolean judgeTrusted) {
    CanaryTests tests = CanaryTests.load(table, service.name(), canary);
    CanaryDecision decision = tests.comparison().decide(tests.largestKeyShare());
    List<Metric> metrics =
        metrics(canary, tests, decision, forecast(service, canary, tests, decision, asOfMillis));
    List<ServiceChange> whole =
        tests.whole().stream().flatMap(figure -> figure.change().stream()).toList();
    CanaryDecision.Units units = decision.units();
    Saying saying =
        Saying.about(
            canary,
            decision,
            metrics,
            whole,
            judgeTrusted || !canary.judged(),
            tests.largestKeyShare());
    return new CanaryVerdict(
        EventCodec.SCHEMA_VERSION,
        canary.subject(),
        canary.uid(),
        service.name(),
        asOfMillis,
        canary.fingerprint(),
        canary.planDigest(),
        saying.decision(),
        saying.reason(),
        saying.message() + unchecked(tests),
        units.candidate(),
        units.control(),
        metrics,
        new CanaryVerdict.Trust(
            share(units.candidateMissing(), units.candidate()),
            share(units.controlMissing(), units.control()),
            units.logSampleRatio(),
            tests.largestKeyShare(),
            tests.pairs()),
        whole,
        null);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }

  private Optional<Forecast> forecast(
      ServiceDefinition service,
      CanaryDefinition canary,
      CanaryTests tests,
      CanaryDecision decision,
      long now) {
    if (canary.phase() != Phase.TESTING) {
      return Optional.empty();
    }
    double share =
        new Arms(canary)
            .candidateShare(tests.planRevision(), service.weights())
            .orElse(canary.frame().largestShare());
    boolean split = share > 0 && share < 1;
    double pairs =
        split || tests.pairs() == 0
            ? 0
            : 1_000.0 * tests.pairs() / Math.max(1, now - tests.firstPairMillis());
    return Optional.of(
        new Forecast(
            canary,
            decision.units(),
            Before.load(table, service.name()),
            split ? share : canary.frame().largestShare(),
            pairs,
            now));
  }

  private static List<Metric> metrics(
      CanaryDefinition canary,
      CanaryTests tests,
      CanaryDecision decision,
      Optional<Forecast> forecast) {
    List<Metric> metrics = new ArrayList<>();
    int compared = 0;
    for (CanaryAnalysis analysis : canary.analyses()) {
      if (analysis.isThreshold()) {
        metrics.add(threshold(analysis, tests.threshold(analysis)));
      } else {
        int index = compared++;
        MetricEvidence evidence = decision.metrics().get(index);
        metrics.add(
            comparison(
                analysis,
                evidence,
                tests.bound(analysis),
                forecast.flatMap(
                    now -> now.of(analysis, canary.settings().metrics().get(index), evidence))));
      }
    }
    return metrics;
  }

  private static Metric comparison(
      CanaryAnalysis analysis,
      MetricEvidence evidence,
      Double bound,
      Optional<CanaryVerdict.Outlook> outlook) {
    Optional<Interval> effect = evidence.effect();
    double scale = analysis.measure().amount() ? CanaryAnalyses.CAP : 1;
    return new Metric(
        analysis.name(),
        analysis.measure().metric(),
        analysis.capability(),
        analysis.test(),
        effect.map(found -> scale * found.estimate()).orElse(null),
        effect.map(found -> scale * found.lower()).orElse(null),
        effect.map(found -> scale * found.upper()).orElse(null),
        evidence.logGoal(),
        evidence.logHarm(),
        evidence.blocks(),
        evidence.harmful(),
        bound,
        null,
        outlook.orElse(null));
  }

  private static Metric threshold(CanaryAnalysis analysis, WindowedThreshold windows) {
    Crossing crossing = new Crossing(analysis);
    Optional<Interval> mean = windows.mean();
    boolean up = crossing.ascending();
    Side side = windows.side();
    return new Metric(
        analysis.name(),
        analysis.measure().metric(),
        analysis.capability(),
        analysis.test(),
        null,
        null,
        null,
        null,
        windows.logBreach(),
        0,
        side == Side.BREACH,
        null,
        new CanaryVerdict.Threshold(
            switch (side) {
              case BREACH -> "Breach";
              case CLEAR -> "Clear";
              case UNDECIDED -> "Undecided";
            },
            mean.map(found -> crossing.shown(found.estimate())).orElse(null),
            mean.map(found -> crossing.shown(up ? found.lower() : found.upper())).orElse(null),
            mean.map(found -> crossing.shown(up ? found.upper() : found.lower())).orElse(null),
            crossing.shownLimit(),
            mean.map(Interval::count).orElse(0L)),
        null);
  }

  private static String unchecked(CanaryTests tests) {
    return tests.unchecked() == 0
        ? ""
        : "; the split of %d sessions is not known and was not checked"
            .formatted(tests.unchecked());
  }
}
