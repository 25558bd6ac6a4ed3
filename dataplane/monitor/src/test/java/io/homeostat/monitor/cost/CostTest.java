package io.homeostat.monitor.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.CostVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Prices are .5 and 1.5 for a million tokens; prompts have 100 tokens, answers 40 at first. */
class CostTest {
  private final World world =
      new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS))));
  private final Traffic traffic = new Traffic(7).changed(score -> tokens(score, 40));

  private static Score tokens(Score score, int output) {
    return Toy.measured(score, 500, null, output);
  }

  private void feed(int sessions) {
    traffic.sessions(sessions).forEach(world::take);
  }

  private CostVerdict.Release release(String capability, String release) {
    return world.costs().releases().stream()
        .filter(row -> row.capability().equals(capability) && row.release().equals(release))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aThousandRequestsArePricedByReleaseAndCapability() {
    feed(60);
    traffic.by(Toy.CANDIDATE, "Stable", 2).changed(score -> tokens(score, 80));
    feed(60);

    CostVerdict.Release before = release("date", Toy.STABLE);
    assertThat(before.perThousand()).isCloseTo(0.11, within(1e-9));
    assertThat(before.inputTokens()).isEqualTo(100);
    assertThat(before.outputTokens()).isEqualTo(40);
    assertThat(release("units", Toy.CANDIDATE).perThousand()).isCloseTo(0.17, within(1e-9));
    assertThat(before.requests() + release("units", Toy.STABLE).requests()).isEqualTo(120);
  }

  @Test
  void aDriftCostsItsRetriesAndItsLongerAnswers() {
    feed(400);
    traffic.right(0.1, 0.9).changed(score -> tokens(score, 80));
    for (int i = 0; i < 600; i++) {
      for (Score score : traffic.sessions(1)) {
        world.take(score);
        if (score.interactionId().endsWith("-1")) {
          world.take(again(score));
        }
      }
    }

    CostVerdict.Drift drift = world.costs().drifts().getFirst();
    assertThat(drift.capability()).isEqualTo("date");
    assertThat(drift.perThousandBefore()).isCloseTo(0.11, within(1e-9));
    assertThat(drift.perThousandSince()).isCloseTo(0.17, Percentage.withPercentage(3));
    // a third request in a session, .00014 at the mean price; 40 tokens more in 2.5 requests
    assertThat(drift.retries() / drift.sessions())
        .isCloseTo(0.00014, Percentage.withPercentage(10));
    assertThat(drift.longerAnswers() / drift.sessions())
        .isCloseTo(0.00015, Percentage.withPercentage(10));
    assertThat(drift.longerQuestions()).isCloseTo(0, within(1e-12));
    assertThat(drift.total()).isCloseTo(drift.retries() + drift.longerAnswers(), within(1e-12));
  }

  /** The client asks once more in the same session. */
  private static Score again(Score score) {
    Score more =
        Toy.score(
            score.interactionId() + "-again",
            score.session(),
            score.capability(),
            score.timeMillis() + 1,
            score.composite());
    return tokens(more, 80);
  }

  @Test
  void truncatedAnswersArePaidAsWell() {
    traffic.changed(score -> Toy.failed(tokens(score, 80)));
    feed(60);
    assertThat(release("date", Toy.STABLE).perThousand()).isCloseTo(0.17, within(1e-9));
  }

  @Test
  void costsAreToldEveryFifteenSecondsAndGoOnAfterARestart() {
    feed(60);
    world.restart();
    feed(60);

    List<Long> told =
        world.verdicts.stream()
            .filter(CostVerdict.class::isInstance)
            .map(CostVerdict.class::cast)
            .map(CostVerdict::asOfMillis)
            .toList();
    assertThat(told).hasSizeGreaterThan(4);
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i) - told.get(i - 1)).isGreaterThanOrEqualTo(15_000);
    }
    assertThat(release("date", Toy.STABLE).requests() + release("units", Toy.STABLE).requests())
        .isGreaterThan(120);
  }
}
