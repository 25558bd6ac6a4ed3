package io.homeostat.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What figures of two arms lead to. */
class CanaryTest extends ComparedArms {
  @Test
  void equalCandidateIsPromotedAfterTheMinimumOfSessions() {
    feed(300, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Continue/Testing");
    feed(2_500, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    CanaryVerdict verdict = world.canary();
    assertThat(verdict.candidateUnits()).isGreaterThan(1_000);
    assertThat(verdict.fingerprint()).isEqualTo("fingerprint");
    assertThat(verdict.planDigest()).isEqualTo("plan-digest");
    assertThat(verdict.metrics()).hasSize(2);
    CanaryVerdict.Metric quality = verdict.metrics().getFirst();
    assertThat(quality.difference()).isBetween(quality.lower(), quality.upper());
    assertThat(quality.lower()).isGreaterThan(-0.05);
    assertThat(quality.logPromote()).isGreaterThan(3);
    assertThat(verdict.message()).doesNotContain("not known");
  }

  @Test
  void worseCandidateIsRolledBackSoon() {
    feed(150, 0.95, 0.4);
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(world.canary().message()).startsWith("candidate is worse on quality by 0.");
  }

  @Test
  void candidateThatFailsIsRolledBackOnErrors() {
    candidateChange = score -> random.nextInt(3) == 0 ? Toy.failed(score) : score;
    feed(200, 0.95, 0.95);
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(world.canary().metrics().get(1).difference()).isLessThan(-0.1);
  }

  @Test
  void evenAGoodCandidateWaitsForEnoughSessions() {
    feed(320, 0.3, 1);
    assertThat(decision()).isEqualTo("Continue/Testing");
    CanarySettings strict =
        new CanarySettings(0.05, 2, 5_000, Toy.canary(Phase.TESTING, 0).settings().metrics());
    world = world(with(Toy.canary(Phase.TESTING, 0), strict), HALF);
    feed(2_500, 0.95, 0.99);
    assertThat(decision()).isEqualTo("Continue/InsufficientUnits");
  }

  private static CanaryDefinition with(CanaryDefinition canary, CanarySettings settings) {
    return new CanaryDefinition(
        canary.subject(),
        canary.uid(),
        canary.candidate(),
        canary.fingerprint(),
        canary.stable(),
        canary.startedAtMillis(),
        canary.phase(),
        canary.step(),
        canary.planDigest(),
        canary.analyses(),
        settings);
  }

  @Test
  void repairMustBeBetterWhereTheDriftWasAndNotWorseElsewhere() {
    CanaryDefinition repair = repair();
    world = world(repair, HALF);
    feed(1_500, 0.9, 0.9);
    assertThat(decision()).isEqualTo("Continue/Testing");
    assertThat(world.canary().message()).contains("date not shown yet");
    world = world(repair, HALF);
    feedDrifted(1_500);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().metrics().getFirst().lower()).isGreaterThan(0.2);
  }

  private static CanaryDefinition repair() {
    CanaryDefinition canary = Toy.canary(Phase.TESTING, 0);
    return new CanaryDefinition(
        canary.subject(),
        canary.uid(),
        canary.candidate(),
        canary.fingerprint(),
        canary.stable(),
        Toy.START,
        Phase.TESTING,
        0,
        "plan",
        List.of(
            new CanaryAnalysis("date", CanaryMeasure.QUALITY, "date", "Superiority"),
            new CanaryAnalysis("units", CanaryMeasure.QUALITY, "units", "NonInferiority")),
        CanarySettings.of(
            2,
            List.of(
                new CanaryMetric("date", 0.5, 0, new PromotionGoal.Better(0.2)),
                new CanaryMetric("units", 0.5, 0, new PromotionGoal.NotWorse(0.1)))));
  }

  /** Dates are mostly wrong on stable, units fine on both. */
  private void feedDrifted(int count) {
    for (int i = 0; i < count; i++) {
      boolean toCandidate = random.nextBoolean();
      String session = "r" + sessions++;
      for (String capability : List.of("date", "units")) {
        double right = capability.equals("date") && !toCandidate ? 0.2 : 0.95;
        world.take(
            Toy.score(
                session + capability,
                session,
                capability,
                at,
                random.nextDouble() < right ? 1 : 0.25,
                toCandidate ? Toy.CANDIDATE : Toy.STABLE,
                toCandidate ? "Candidate" : "Stable",
                2));
      }
      at += 500;
    }
  }

  @Test
  void stableAgainstItselfShowsNoDifference() {
    world =
        world(
            stableAgainstItself(),
            PlanWeights.UNKNOWN.with(
                2,
                List.of(
                    new Route(Toy.STABLE, "Stable", 500),
                    new Route(Toy.STABLE, "Candidate", 500))));
    candidateChange = CanaryTest::servedByStable;
    feed(2_800, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().metrics().getFirst().difference()).isBetween(-0.03, 0.03);
  }

  private static CanaryDefinition stableAgainstItself() {
    CanaryDefinition canary = Toy.canary(Phase.TESTING, 0);
    return new CanaryDefinition(
        canary.subject(),
        canary.uid(),
        Toy.STABLE,
        "fingerprint",
        Toy.STABLE,
        Toy.START,
        Phase.TESTING,
        0,
        "plan",
        canary.analyses(),
        canary.settings());
  }

  private static Score servedByStable(Score score) {
    return new Score(
        1,
        score.interactionId(),
        null,
        Toy.SERVICE,
        Toy.STABLE,
        "Candidate",
        2,
        score.session(),
        score.capability(),
        score.timeMillis(),
        Toy.SET,
        Map.of(),
        score.composite(),
        null,
        false,
        true,
        null);
  }
}
