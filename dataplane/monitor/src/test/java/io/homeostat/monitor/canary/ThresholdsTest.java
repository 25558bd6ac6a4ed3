package io.homeostat.monitor.canary;

import static io.homeostat.monitor.canary.Plans.atLeast;
import static io.homeostat.monitor.canary.Plans.atMost;
import static io.homeostat.monitor.canary.Plans.compared;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict.Threshold;
import io.homeostat.monitor.canary.MeasuredArms.Like;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryMeasure;
import org.junit.jupiter.api.Test;

/** The thresholds that people write, each over its window. */
class ThresholdsTest extends MeasuredArms {
  private static final CanaryAnalysis ERRORS = compared("errors", CanaryMeasure.ERRORS);
  private static final CanaryDefinition ALL =
      Plans.of(
          ERRORS,
          atMost("p95-ttft", CanaryMeasure.FIRST_TOKEN, null, 850, 0.95, 300),
          atLeast("groundedness", CanaryMeasure.SCORE, "groundedness", 0.82, 900),
          atMost("toxicity", CanaryMeasure.SCORE, "toxicity", 0.004, null, 600),
          atLeast("completion", CanaryMeasure.ERRORS, null, 0.91, 1_800));

  private Threshold threshold(String name) {
    return metric(name).threshold();
  }

  @Test
  void candidateThatKeepsAllIsPromotedWhenWindowsHaveShownIt() {
    begin(ALL);
    at += 900_000;
    feed(800, Like.USUAL, Like.USUAL);
    assertThat(threshold("toxicity").side())
        .as("some 330 clean sessions, 749 and more are needed")
        .isEqualTo("Undecided");
    assertThat(decision()).isEqualTo("Continue/Testing");
    assertThat(world.canary().message()).contains("toxicity not shown yet");
    feed(1_800, Like.USUAL, Like.USUAL);
    assertThat(world.canary().metrics().subList(1, 3))
        .extracting(metric -> metric.threshold().side())
        .containsOnly("Clear");
    assertThat(threshold("toxicity").side())
        .as("a window of ten minutes has 600 sessions: too few to show .004")
        .isEqualTo("Undecided");
    assertThat(decision()).isEqualTo("Continue/Testing");
  }

  @Test
  void longerWindowShowsWhatAShortOneCannot() {
    begin(
        Plans.of(ERRORS, atMost("toxicity", CanaryMeasure.SCORE, "toxicity", 0.004, null, 7_200)));
    at += 900_000;
    feed(3_000, Like.USUAL, Like.USUAL);
    assertThat(threshold("toxicity").side()).isEqualTo("Clear");
    assertThat(threshold("toxicity").upper()).isLessThan(0.02);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
  }

  @Test
  void slowFirstTokensAreABreachOfTheQuantile() {
    begin(ALL);
    at += 900_000;
    feed(800, Like.USUAL, Like.USUAL.latency(1_100));
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(metric("p95-ttft").breach()).isTrue();
    Threshold ttft = threshold("p95-ttft");
    assertThat(ttft.limit()).as("a twentieth may be slower").isBetween(0.0499, 0.0501);
    assertThat(ttft.estimate()).isGreaterThan(0.08);
    assertThat(ttft.lower()).isLessThan(ttft.estimate());
    assertThat(world.canary().message()).contains("p95-ttft: 0.").contains("is the limit");
    assertThat(metric("groundedness").breach()).isFalse();
  }

  @Test
  void toxicAnswersAreABreach() {
    begin(ALL);
    at += 900_000;
    feed(700, Like.USUAL, Like.USUAL.toxic(0.06));
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(metric("toxicity").breach()).isTrue();
    assertThat(threshold("toxicity").estimate()).isBetween(0.02, 0.12);
  }

  @Test
  void fallenGroundednessAndCompletionAreReadInTheirOwnUnits() {
    begin(ALL);
    at += 900_000;
    feed(700, Like.USUAL.fails(0.25), Like.USUAL.grounded(0.6).fails(0.25));
    assertThat(metric("groundedness").breach()).isTrue();
    assertThat(threshold("groundedness").estimate()).isBetween(0.35, 0.6);
    assertThat(threshold("groundedness").upper()).isLessThan(0.82);
    assertThat(metric("completion").breach()).isTrue();
    assertThat(threshold("completion").estimate()).isBetween(0.65, 0.85);
    assertThat(metric("errors").breach()).as("stable fails as often").isFalse();
  }

  @Test
  void stableIsNotHeldAgainstTheThresholds() {
    begin(ALL);
    at += 900_000;
    feed(700, Like.USUAL.toxic(0.5).latency(5_000), Like.USUAL);
    assertThat(metric("toxicity").breach()).isFalse();
    assertThat(metric("p95-ttft").breach()).isFalse();
  }

  @Test
  void meanOfATimeIsHeldAgainstItsThresholdInMilliseconds() {
    begin(Plans.of(ERRORS, atMost("latency", CanaryMeasure.LATENCY, null, 600, null, 600)));
    at += 900_000;
    feed(600, Like.USUAL, Like.USUAL);
    assertThat(threshold("latency").side()).isEqualTo("Clear");
    assertThat(threshold("latency").estimate()).isBetween(380.0, 520.0);
    feed(600, Like.USUAL, Like.USUAL.latency(1_200));
    assertThat(threshold("latency").side()).isEqualTo("Breach");
  }
}
