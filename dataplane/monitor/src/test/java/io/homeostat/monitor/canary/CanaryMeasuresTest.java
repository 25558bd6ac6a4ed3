package io.homeostat.monitor.canary;

import static io.homeostat.monitor.canary.Plans.compared;
import static io.homeostat.monitor.canary.Plans.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.canary.MeasuredArms.Like;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryMeasure;
import org.junit.jupiter.api.Test;

/** Times, amounts and parts of scores, each against what was frozen from stable. */
class CanaryMeasuresTest extends MeasuredArms {
  private static final CanaryDefinition EVERYTHING =
      Plans.of(
          compared("latency", CanaryMeasure.LATENCY),
          compared("ttft", CanaryMeasure.FIRST_TOKEN),
          compared("gaps", CanaryMeasure.INTER_TOKEN),
          compared("tokens", CanaryMeasure.OUTPUT_TOKENS),
          compared("cost", CanaryMeasure.COST),
          part("grounded", "groundedness"));

  @Test
  void candidateThatIsAsFastAndAsDearIsPromotedAndItsBoundsAreThoseOfStable() {
    begin(EVERYTHING);
    before(Like.USUAL);
    feed(5_000, Like.USUAL, Like.USUAL);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(metric("latency").bound()).isBetween(700.0, 900.0);
    assertThat(metric("ttft").bound()).isBetween(350.0, 450.0);
    assertThat(metric("tokens").bound()).isBetween(380.0, 420.0);
    assertThat(metric("cost").bound()).isBetween(4 * 480e-6, 4 * 520e-6);
    assertThat(metric("tokens").lower()).as("of stable's mean").isGreaterThan(-0.05);
  }

  @Test
  void slowerCandidateIsRolledBackOnItsLatencyAlone() {
    begin(EVERYTHING);
    before(Like.USUAL);
    feed(700, Like.USUAL, Like.USUAL.latency(800));
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(metric("latency").breach()).isTrue();
    assertThat(metric("ttft").breach()).isTrue();
    assertThat(metric("tokens").breach()).isFalse();
    assertThat(metric("grounded").breach()).isFalse();
    assertThat(world.canary().message()).contains("latency by 0.").doesNotContain("tokens");
  }

  @Test
  void wordyCandidateIsRolledBackOnTokensAndCost() {
    begin(EVERYTHING);
    before(Like.USUAL);
    feed(1_500, Like.USUAL, Like.USUAL.tokens(150));
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(metric("tokens").breach()).isTrue();
    assertThat(metric("cost").breach()).isTrue();
    assertThat(metric("latency").breach()).isFalse();
    assertThat(metric("tokens").difference()).as("half as much again").isBetween(-0.6, -0.4);
  }

  @Test
  void oneDimensionOfTheJudgeRollsBackWhenTheCompositeDoesNot() {
    begin(Plans.of(compared("quality", CanaryMeasure.QUALITY), part("grounded", "groundedness")));
    feed(2_000, Like.USUAL, Like.USUAL);
    at += 900_000;
    feed(1_200, Like.USUAL, Like.USUAL.grounded(0.6));
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(metric("quality").breach()).isFalse();
    assertThat(metric("grounded").difference()).isBetween(-0.45, -0.25);
  }

  @Test
  void withoutATimeBeforeTheBoundsAreFrozenFromStableInTheCanary() {
    begin(Plans.of(compared("latency", CanaryMeasure.LATENCY)));
    at += 900_000;
    feed(200, Like.USUAL, Like.USUAL.latency(900));
    assertThat(metric("latency").bound()).isNull();
    assertThat(metric("latency").blocks()).isZero();
    feed(1_000, Like.USUAL, Like.USUAL.latency(900));
    assertThat(metric("latency").bound()).as("of stable's requests").isBetween(700.0, 900.0);
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void answerThatFailedCountsAsSlow() {
    begin(Plans.of(compared("latency", CanaryMeasure.LATENCY)));
    before(Like.USUAL);
    feed(700, Like.USUAL, Like.USUAL.fails(0.3));
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void serviceThatIsSlowInBothArmsIsInconclusiveAndRecovers() {
    begin(Plans.of(compared("errors", CanaryMeasure.ERRORS)));
    before(Like.USUAL);
    feed(1_500, Like.USUAL, Like.USUAL);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    feed(1_500, Like.USUAL.latency(1_200), Like.USUAL.latency(1_200));
    assertThat(decision()).isEqualTo("Inconclusive/ServiceDegraded");
    assertThat(world.canary().message())
        .contains("both arms are worse than before")
        .contains("slower than the 95th percentile");
    CanaryVerdict.ServiceChange latency =
        world.canary().wholeService().stream()
            .filter(change -> change.metric().equals("Latency"))
            .findFirst()
            .orElseThrow();
    assertThat(latency.before()).isLessThanOrEqualTo(0.05);
    assertThat(latency.lower()).isGreaterThan(0.1);
    feed(3_000, Like.USUAL, Like.USUAL);
    assertThat(decision()).as("ten minutes later").isEqualTo("Promote/AllGatesPassed");
  }

  @Test
  void whatCannotBeToldFromItsMarginIsUndecidableAtTheMaximum() {
    CanaryDefinition plan = Plans.of(compared("quality", CanaryMeasure.QUALITY));
    var settings =
        new io.homeostat.statistics.canary.CanarySettings(
            0.05, 2, 200, 250, plan.settings().metrics());
    begin(
        new CanaryDefinition(
            plan.subject(),
            plan.uid(),
            Toy.CANDIDATE,
            "fingerprint",
            Toy.STABLE,
            plan.startedAtMillis(),
            plan.phase(),
            0,
            "plan",
            plan.analyses(),
            settings));
    at += 900_000;
    for (int i = 0; i < 600; i++) {
      boolean toCandidate = random.nextBoolean();
      String name = "u" + i;
      world.take(
          Toy.score(
              name,
              name,
              "date",
              at,
              random.nextDouble() < (toCandidate ? 0.47 : 0.5) ? 1 : 0,
              toCandidate ? Toy.CANDIDATE : Toy.STABLE,
              toCandidate ? "Candidate" : "Stable",
              2));
      at += BETWEEN_MILLIS;
    }
    assertThat(decision()).isEqualTo("Inconclusive/Undecidable");
    assertThat(world.canary().message()).contains("too near to a margin");
  }
}
