package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.events.CanaryVerdict;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What status says of the evidence, and when it warns. */
class EvidenceWordsTest {
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          SeenCanary.PLAN.steps(),
          List.of(
              new Analysis("quality", "Quality", null, "NonInferiority", "0.05", null, null),
              new Analysis(
                  "ttft",
                  "TimeToFirstToken",
                  null,
                  null,
                  "Threshold",
                  null,
                  null,
                  new Analysis.Threshold(null, "850", 300, "0.95"),
                  null,
                  null,
                  null)),
          "0.05",
          200,
          600,
          50,
          3600,
          120);

  @Test
  void aComparisonIsToldInOneSentence() {
    assertThat(shown(SeenCanary.metric("quality", -0.012, 0.03)).message())
        .isEqualTo(
            "candidate minus stable -0.012 [-0.042, +0.018], asked for no worse than -0.05:"
                + " shown on 100 blocks (evidence for it 20.1 of 20, for harm 1.00 of 40)");
  }

  @Test
  void aThresholdIsToldInOneSentence() {
    CanaryVerdict.Metric metric =
        new CanaryVerdict.Metric(
            "ttft",
            "TimeToFirstToken",
            null,
            "Threshold",
            null,
            null,
            null,
            null,
            null,
            0,
            true,
            null,
            new CanaryVerdict.Threshold("Breach", 0.12, 0.07, 0.2, 0.05, 412),
            null);

    assertThat(shown(metric).message())
        .isEqualTo(
            "candidate's share beyond 850 0.12 [0.07, 0.2], limit 0.05: breached on 412 sessions");
    assertThat(shown(metric).breach()).isTrue();
  }

  @Test
  void statusTellsSessionsTheWorstComparisonAndTheWholeService() {
    CanaryVerdict verdict =
        new CanaryVerdict(
            1,
            "ns/c",
            "u",
            "ns/s",
            0,
            "f",
            "d",
            "Continue",
            "Testing",
            "m",
            120,
            130,
            List.of(SeenCanary.metric("quality", -0.012, 0.03)),
            null,
            List.of(new CanaryVerdict.ServiceChange("Errors", 0.01, 0.05, 0.02, 0.08, true)),
            null);

    assertThat(CanaryFigures.of(Optional.of(verdict), PLAN).sentence())
        .isEqualTo(
            "120 sessions in the smaller arm; worst off: quality -0.012 [-0.042, +0.018]; whole"
                + " service, Errors: 0.010 before, 0.050 [0.020, 0.080] now, which is worse");
  }

  @Test
  void trafficThatCannotDecideInTimeIsToldWithTheRemedy() {
    CanaryFigures.OnTime told =
        Outlooks.onTime(List.of(outlook(new CanaryVerdict.Outlook(0.083, 432_000L, false))));

    assertThat(told.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(told.reason()).isEqualTo(CanaryReason.TrafficTooLow);
    assertThat(told.message())
        .isEqualTo(
            "today's traffic cannot decide 'quality' before the deadline (it needs about 5 days):"
                + " lengthen deadlineSeconds, widen its margin, or give the steps more weight;"
                + " until then only a loss of 0.08 or more would show");
  }

  @Test
  void trafficThatIsNotKnownWarnsOfNothing() {
    assertThat(Outlooks.onTime(List.of(outlook(null))).status()).isEqualTo(ConditionStatus.UNKNOWN);
    assertThat(Outlooks.onTime(List.of())).isNull();
    assertThat(
            Outlooks.onTime(List.of(outlook(new CanaryVerdict.Outlook(0.01, 60L, true)))).status())
        .isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void whatStatusShowsIsReadBackFromIt() {
    SeenCanary seen = SeenCanary.by(PLAN).step(1, 0, START).says("Continue", "Testing", 60);
    seen.measured(-0.01, 0.02);
    CanaryFigures figures = CanaryFigures.of(Optional.of(seen.verdict), PLAN);
    CanaryReleaseStatus status = status(seen.decide(), figures);

    assertThat(status.message()).startsWith("step 2 of 2 at 50% of the sessions; 60 sessions");
    assertThat(status(seen.decide(), CanaryFigures.shownIn(status), status.conditions()))
        .isEqualTo(status);
    assertThat(CanaryProgress.of(status)).isEqualTo(seen.decide().next());
  }

  @Test
  void theMomentOfTheDecidingScoreIsKeptToTheMillisecond() {
    CanaryReleaseStatus status =
        status(
            SeenCanary.by(PLAN).step(1, 0, START).breached(60, "quality").decide(),
            new CanaryFigures(0, null, List.of()));

    assertThat(status.decidedAt()).isEqualTo("2026-11-21T10:00:58.250Z");
    assertThat(status.state()).isEqualTo("RolledBack");
  }

  @Test
  void onlyADryRunThatPassedSucceeds() {
    CanaryProgress ended = CanaryProgress.of(null).ended(CanaryState.Completed, START);

    assertThat(succeeded(new CanaryDecision(ended, CanaryReason.DryRunPassed, ""))).isTrue();
    assertThat(succeeded(new CanaryDecision(ended, CanaryReason.DryRunFailed, ""))).isFalse();
    assertThat(succeeded(new CanaryDecision(ended, CanaryReason.DeadlineExceeded, ""))).isFalse();
  }

  private static boolean succeeded(CanaryDecision decision) {
    return Conditions.isTrue(
        status(decision, new CanaryFigures(0, null, List.of())).conditions(), "Succeeded");
  }

  private static CanaryReleaseStatus status(CanaryDecision decision, CanaryFigures figures) {
    return status(decision, figures, List.of());
  }

  private static CanaryReleaseStatus status(
      CanaryDecision decision, CanaryFigures figures, List<Condition> before) {
    return CanaryStatuses.of(
        decision,
        CanaryRules.of(PLAN),
        Conditions.from(before, 1L, Clock.fixed(START, ZoneOffset.UTC)),
        1L,
        figures);
  }

  private static CanaryReleaseStatus.Metric shown(CanaryVerdict.Metric metric) {
    return new MetricWords(PLAN).shown(metric);
  }

  private static CanaryVerdict.Metric outlook(CanaryVerdict.Outlook outlook) {
    return new CanaryVerdict.Metric(
        "quality",
        "Quality",
        null,
        "NonInferiority",
        null,
        null,
        null,
        null,
        null,
        0,
        false,
        null,
        null,
        outlook);
  }
}
