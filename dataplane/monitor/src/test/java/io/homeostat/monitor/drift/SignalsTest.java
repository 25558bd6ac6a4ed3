package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each signal falls when its own figure gets worse, and only then. */
class SignalsTest {
  private static final int LEARN = 900;

  private final Random random = new Random(31);
  private final Traffic traffic = new Traffic(17);

  private World watched(Signal... signals) {
    return new World(Toy.definitions(List.of(Toy.monitor(signals))));
  }

  private static Signal of(SignalMetric metric) {
    return new Signal(metric, null);
  }

  private Score measured(Score score, double slower, double longer) {
    double luck = Math.exp(0.3 * random.nextGaussian());
    return Toy.measured(
        score, Math.round(400 * luck * slower), Math.round(80 * luck), (int) (60 * luck * longer));
  }

  private void feed(World world, int sessions, UnaryOperator<Score> change) {
    traffic.changed(change).sessions(sessions).forEach(world::take);
  }

  private static String state(World world, String signal) {
    return world.stream("date", signal).state();
  }

  @Test
  void slowerAnswersAreADriftOfLatencyAloneInValuesOfAMinute() {
    World world = watched(of(SignalMetric.LATENCY), of(SignalMetric.FIRST_TOKEN));
    traffic.every(20_000);
    feed(world, LEARN, score -> measured(score, 1, 1));
    DriftVerdict.Stream before = world.stream("date", "Latency");
    assertThat(before.state()).isEqualTo("Watching");
    assertThat(before.samples()).as("minutes").isBetween(200L, 320L);
    assertThat(before.threshold()).as("95th percentile, ms").isBetween(500d, 900d);
    assertThat(before.baseline()).isCloseTo(0.95, within(0.06));
    assertThat(before.judged()).isFalse();
    feed(world, 90, score -> measured(score, 3, 1));
    assertThat(state(world, "Latency")).isEqualTo("Drifting");
    assertThat(state(world, "TimeToFirstToken")).isEqualTo("Watching");
  }

  @Test
  void longerAnswersAreADriftOfTokensAndOfCost() {
    World world =
        watched(
            of(SignalMetric.OUTPUT_TOKENS),
            of(SignalMetric.INPUT_TOKENS),
            of(SignalMetric.COST),
            Signal.ERRORS);
    feed(world, LEARN, score -> measured(score, 1, 1));
    assertThat(state(world, "OutputTokens")).isEqualTo("Watching");
    assertThat(world.stream("date", "Cost").threshold())
        .as("100 prompt tokens at .5 and about 90 tokens at 1.5 a million")
        .isBetween(1.2e-4, 2.6e-4);
    feed(world, 100, score -> measured(score, 1, 3));
    assertThat(state(world, "OutputTokens")).isEqualTo("Drifting");
    assertThat(state(world, "Cost")).isEqualTo("Drifting");
    assertThat(state(world, "InputTokens")).isEqualTo("Watching");
    assertThat(state(world, "Errors")).isEqualTo("Watching");
  }

  @Test
  void onePartOfTheScoresFallsWhileTheCompositeStays() {
    World world = watched(Signal.QUALITY, new Signal(SignalMetric.SCORE, "judge.relevance"));
    feed(world, 400, score -> Toy.parts(score, Map.of("judge.relevance", score.composite())));
    assertThat(state(world, "Score/judge.relevance")).isEqualTo("Watching");
    feed(world, 80, score -> Toy.parts(score, Map.of("judge.relevance", 0.1)));
    assertThat(state(world, "Score/judge.relevance")).isEqualTo("Drifting");
    assertThat(state(world, "Quality")).isEqualTo("Watching");
    assertThat(world.stream("date", "Score/judge.relevance").judged()).isTrue();
  }

  @Test
  void answersThatNobodyCanScoreAreADriftOfUnscoredAlone() {
    World world = watched(Signal.QUALITY, of(SignalMetric.UNSCORED));
    feed(world, 400, score -> score);
    feed(world, 80, score -> random.nextBoolean() ? Toy.unscored(score) : score);
    assertThat(state(world, "Unscored")).isEqualTo("Drifting");
    assertThat(state(world, "Quality")).isEqualTo("Watching");
  }

  @Test
  void correctionsOfOpenSessionsAreADriftOfCorrections() {
    World world = watched(Signal.QUALITY, of(SignalMetric.CORRECTIONS));
    feed(world, 400, score -> score);
    assertThat(state(world, "Corrections")).isEqualTo("Watching");
    for (Score score : traffic.sessions(100)) {
      world.take(score);
      if (score.capability().equals("date")) {
        world.take(Toy.correction(score.interactionId(), "client", score.timeMillis() + 500, "no"));
      }
    }
    assertThat(state(world, "Corrections")).isEqualTo("Drifting");
    assertThat(world.stream("units", "Corrections").state()).isEqualTo("Watching");
    assertThat(state(world, "Quality")).isEqualTo("Watching");
  }

  @Test
  void streamsOfASignalThatIsDeclaredNoMoreAreForgotten() {
    World world = watched(Signal.QUALITY, Signal.ERRORS);
    feed(world, 50, score -> score);
    world.definitions = Toy.definitions(List.of(Toy.monitor(Signal.QUALITY)));
    feed(world, 10, score -> score);
    assertThat(world.drift().streams())
        .extracting(DriftVerdict.Stream::signal)
        .containsOnly("Quality");
  }
}
