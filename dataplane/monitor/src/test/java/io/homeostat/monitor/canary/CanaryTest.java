package io.homeostat.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CanaryTest {
  private static final PlanWeights HALF =
      PlanWeights.UNKNOWN.with(
          2,
          List.of(
              new Route(Toy.STABLE, "Stable", 500), new Route(Toy.CANDIDATE, "Candidate", 500)));

  private World world = world(Toy.canary(Phase.TESTING, 0), HALF);
  private final Random random = new Random(17);
  private long at = Toy.START;
  private int sessions;
  private double candidateShare = 0.5;
  private UnaryOperator<Score> candidateChange = UnaryOperator.identity();

  private static World world(CanaryDefinition canary, PlanWeights weights) {
    return new World(Toy.definitions(Toy.service(List.of(), weights, canary)));
  }

  /** Feeds sessions whose answers are right with these probabilities. */
  private void feed(int count, double stable, double candidate) {
    feed(count, stable, candidate, 2);
  }

  private void feed(int count, double stable, double candidate, long revision) {
    for (int i = 0; i < count; i++) {
      boolean toCandidate = random.nextDouble() < candidateShare;
      double right = toCandidate ? candidate : stable;
      String session = "s" + sessions++;
      for (int turn = 0; turn < 2; turn++) {
        Score score =
            Toy.score(
                session + "-" + turn,
                session,
                random.nextBoolean() ? "date" : "units",
                at + turn,
                random.nextDouble() < right ? 1 : 0.25,
                toCandidate ? Toy.CANDIDATE : Toy.STABLE,
                toCandidate ? "Candidate" : "Stable",
                revision);
        world.take(toCandidate ? candidateChange.apply(score) : score);
      }
      at += 500;
    }
  }

  private String decision() {
    return world.canary().decision() + "/" + world.canary().reason();
  }

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
    CanaryDefinition canary = Toy.canary(Phase.TESTING, 0);
    CanaryDefinition repair =
        new CanaryDefinition(
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
                new CanaryAnalysis("date", Signal.QUALITY, "date", "Superiority"),
                new CanaryAnalysis("units", Signal.QUALITY, "units", "NonInferiority")),
            CanarySettings.of(
                2,
                List.of(
                    new CanaryMetric("date", 0.5, 0, new PromotionGoal.Better(0.2)),
                    new CanaryMetric("units", 0.5, 0, new PromotionGoal.NotWorse(0.1)))));
    world = world(repair, HALF);
    feed(1_500, 0.9, 0.9);
    assertThat(decision()).isEqualTo("Continue/Testing");
    assertThat(world.canary().message()).contains("date not shown yet");
    world = world(repair, HALF);
    feedDrifted(1_500);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().metrics().getFirst().lower()).isGreaterThan(0.2);
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
  void splitThatDoesNotFitThePlanIsInconclusive() {
    candidateShare = 0.3;
    feed(1_200, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Inconclusive/SampleRatioMismatch");
  }

  @Test
  void splitOfAnUnknownRevisionIsNotCheckedAndSaysSo() {
    world = world(Toy.canary(Phase.TESTING, 0), PlanWeights.UNKNOWN);
    candidateShare = 0.3;
    feed(2_800, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().message()).containsPattern("the split of \\d+ sessions is not known");
  }

  @Test
  void missingScoresOfOneArmAreInconclusive() {
    candidateChange = score -> random.nextInt(4) == 0 ? Toy.unscored(score) : score;
    feed(2_500, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Inconclusive/MissingOutcomes");
  }

  @Test
  void uncalibratedJudgeNeverPromotesButHarmStillRollsBack() {
    feed(2_800, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    world.calibrated = false;
    feed(1, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Inconclusive/JudgeNotTrusted");
    feed(2_000, 0.95, 0.2);
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void busySessionKeyIsNoPopulation() {
    for (int i = 0; i < 600; i++) {
      at += Toy.WINDOW + 1;
      for (String session : List.of("busy", "quiet-" + i)) {
        boolean toCandidate = session.equals("busy") || i % 2 == 0;
        world.take(
            Toy.score(
                session + i,
                session,
                "date",
                at,
                1,
                toCandidate ? Toy.CANDIDATE : Toy.STABLE,
                toCandidate ? "Candidate" : "Stable",
                9));
      }
    }
    assertThat(decision()).isEqualTo("Inconclusive/InsufficientUnits");
    assertThat(world.canary().message()).contains("one session key brings");
  }

  @Test
  void harmOfALaterStepIsFoundAfterAGoodBeginning() {
    feed(1_500, 0.95, 0.98);
    assertThat(decision()).startsWith("Promote");
    world.definitions =
        definitions(Toy.canary(Phase.TESTING, 1), HALF.with(3, HALF.at(2).orElseThrow()));
    int before = (int) world.canary().candidateUnits();
    feed(400, 0.95, 0.5, 3);
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(world.canary().candidateUnits()).isGreaterThan(before);
  }

  private static Definitions definitions(CanaryDefinition canary, PlanWeights weights) {
    return Toy.definitions(Toy.service(List.of(), weights, canary));
  }

  @Test
  void bakeComparesThePromotedReleaseWithTheHoldBackByTheSameTests() {
    feed(2_800, 0.95, 0.95);
    long units = world.canary().candidateUnits();
    PlanWeights bake =
        HALF.with(
            4,
            List.of(
                new Route(Toy.CANDIDATE, "Stable", 900), new Route(Toy.STABLE, "Holdback", 100)));
    world.definitions = definitions(Toy.canary(Phase.BAKING, 1), bake);
    candidateShare = 0.9;
    feed(100, 0.95, 0.95, 4);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().candidateUnits()).isGreaterThan(units);
    feed(1_500, 0.95, 0.3, 4);
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void unfinishedBlockIsDroppedWhenThePlanChanges() {
    at += 60_000;
    candidateShare = 1;
    feed(50, 1, 0.2, 2);
    at += 60_000;
    candidateShare = 0;
    feed(50, 1, 1, 3);
    at += 60_000;
    feed(1, 1, 1, 3);
    assertThat(world.canary().metrics().getFirst().blocks()).isZero();
    assertThat(world.canary().candidateUnits()).isEqualTo(50);
  }

  @Test
  void sessionsBeforeTheStartAndOfOtherReleasesAreNoUnits() {
    at = Toy.START - 100_000;
    feed(100, 1, 1);
    at = Toy.START + 10_000;
    world.take(Toy.score("x", "x", "date", at, 1, "desk-other", "Holdback", 2));
    feed(1, 1, 1);
    at += 60_000;
    feed(1, 1, 1);
    assertThat(world.canary().candidateUnits() + world.canary().stableUnits()).isEqualTo(1);
  }

  @Test
  void stableAgainstItselfShowsNoDifference() {
    CanaryDefinition canary = Toy.canary(Phase.TESTING, 0);
    CanaryDefinition same =
        new CanaryDefinition(
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
    world =
        world(
            same,
            PlanWeights.UNKNOWN.with(
                2,
                List.of(
                    new Route(Toy.STABLE, "Stable", 500),
                    new Route(Toy.STABLE, "Candidate", 500))));
    candidateChange =
        score ->
            new Score(
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
    feed(2_800, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().metrics().getFirst().difference()).isBetween(-0.03, 0.03);
  }

  @Test
  void finishedCanaryIsForgottenAndAGoneOneWithdrawn() {
    feed(100, 0.95, 0.95);
    world.definitions = definitions(Toy.canary(Phase.OVER, 1), HALF);
    assertThat(world.forgetUndeclared()).isEmpty();
    assertThat(world.table.keys(StateKeys.canary(Toy.SERVICE))).isEmpty();
    int told = world.verdicts.size();
    feed(100, 0.95, 0.95);
    assertThat(world.verdicts).hasSize(told);
    world.definitions = Toy.definitions(List.of());
    assertThat(world.forgetUndeclared())
        .containsExactly(Toy.SERVICE + "|Canary|support/desk-canary");
    world.definitions = Definitions.NONE;
    world.forgetUndeclared();
    assertThat(world.table.size()).isZero();
  }

  @Test
  void restartBetweenAnyTwoRecordsChangesNothing() {
    List<Verdict> uninterrupted = run(false);
    assertThat(run(true)).isEqualTo(uninterrupted).hasSizeGreaterThan(20);
  }

  private static List<Verdict> run(boolean restarts) {
    World world = world(Toy.canary(Phase.TESTING, 0), HALF);
    Random random = new Random(3);
    for (int i = 0; i < 600; i++) {
      boolean candidate = random.nextBoolean();
      world.take(
          Toy.score(
              "i" + i,
              "s" + i,
              "date",
              Toy.START + i * 500L,
              random.nextDouble() < (candidate ? 0.8 : 0.95) ? 1 : 0,
              candidate ? Toy.CANDIDATE : Toy.STABLE,
              candidate ? "Candidate" : "Stable",
              2));
      if (restarts) {
        world.restart();
      }
    }
    return world.verdicts;
  }
}
