package io.homeostat.monitor.canary;

import static io.homeostat.monitor.canary.Plans.compared;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.CanaryVerdict.Outlook;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.canary.MeasuredArms.Like;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition.Frame;
import io.homeostat.monitor.definitions.CanaryMeasure;
import org.junit.jupiter.api.Test;

/** What a verdict says about the time that is left. */
class ForecastTest extends MeasuredArms {
  private static final CanaryAnalysis QUALITY = compared("quality", CanaryMeasure.QUALITY);
  private static final long STARTED = Toy.START + 900_000;

  private void begin(long secondsToDeadline) {
    begin(
        Plans.of(
            Toy.CANDIDATE,
            STARTED,
            new Frame(STARTED + 1_000 * secondsToDeadline, 0.5, 0, 0),
            QUALITY));
  }

  private Outlook outlook() {
    return metric("quality").outlook();
  }

  @Test
  void firstVerdictKnowsFromTheTrafficBeforeWhenADecisionIsLikely() {
    begin(86_400);
    before(Like.USUAL);
    feed(60, Like.USUAL, Like.USUAL);
    assertThat(outlook().secondsToDecision())
        .as("200 sessions an arm at one a second")
        .isBetween(140L, 260L);
    assertThat(outlook().beforeDeadline()).isTrue();
    assertThat(outlook().smallestDetectable()).isLessThan(0.01);
    Outlook first = outlook();
    feed(300, Like.USUAL, Like.USUAL);
    assertThat(outlook().secondsToDecision()).isLessThan(first.secondsToDecision());
  }

  @Test
  void decisionThatComesNearTheForecastIsForecastNearTheDecision() {
    begin(86_400);
    before(Like.USUAL);
    feed(60, Like.USUAL, Like.USUAL);
    long expected = at + 1_000 * outlook().secondsToDecision();
    while (!decision().startsWith("Promote") && sessions < 20_000) {
      feed(1, Like.USUAL, Like.USUAL);
    }
    assertThat(at - STARTED).isBetween((expected - STARTED) / 2, 2 * (expected - STARTED));
  }

  @Test
  void deadlineThatIsTooNearIsSaidAtTheStart() {
    begin(90);
    before(Like.USUAL);
    feed(60, Like.USUAL, Like.USUAL);
    assertThat(outlook().beforeDeadline()).isFalse();
    assertThat(outlook().smallestDetectable()).isGreaterThan(0.02);
  }

  @Test
  void passedGoalsNeedNoMoreTimeAndDecidingScoreStaysTheFirst() {
    begin(86_400);
    before(Like.USUAL);
    feed(1_500, Like.USUAL, Like.USUAL);
    CanaryVerdict promoted = world.canary();
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(outlook().secondsToDecision()).isZero();
    CanaryVerdict first =
        world.verdicts.stream()
            .filter(CanaryVerdict.class::isInstance)
            .map(CanaryVerdict.class::cast)
            .filter(verdict -> verdict.decision().equals("Promote"))
            .findFirst()
            .orElseThrow();
    assertThat(first.decidingScoreMillis()).isEqualTo(first.asOfMillis() + 2_000);
    assertThat(promoted.decidingScoreMillis()).isEqualTo(first.decidingScoreMillis());
    feed(600, Like.USUAL, Like.USUAL.fails(0.8));
    assertThat(world.canary().decision()).isEqualTo("RollBack");
    assertThat(world.canary().decidingScoreMillis()).isGreaterThan(first.decidingScoreMillis());
  }

  @Test
  void stateOfACanaryStaysSmall() {
    begin(86_400);
    before(Like.USUAL);
    feed(3_000, Like.USUAL, Like.USUAL);
    long bytes =
        world.table.keys(io.homeostat.monitor.StateKeys.canary(Toy.SERVICE)).stream()
            .mapToLong(key -> world.table.bytes(key))
            .sum();
    assertThat(bytes).isLessThan(8_000);
  }
}
