package io.homeostat.statistics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.attribution.RescoredDrop.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RescoredDropTest {
  /** By hand: changes .2, .4 and 0, .1; variances .02 and .005, each over 2. */
  @Test
  void partsAndIntervalAreThoseOfTheFormula() {
    RescoredDrop drop =
        RescoredDrop.of(
            List.of(new Pair(0.9, 0.7), new Pair(1, 0.6)),
            List.of(new Pair(0.5, 0.5), new Pair(0.6, 0.5)),
            0.05);

    assertThat(drop.then()).isCloseTo(0.4, within(1e-12));
    assertThat(drop.now()).isCloseTo(0.15, within(1e-12));
    assertThat(drop.judge().estimate()).isCloseTo(0.25, within(1e-12));
    double half = 1.959963984540054 * Math.sqrt(0.01 + 0.0025);
    assertThat(drop.judge().lower()).isCloseTo(0.25 - half, within(1e-9));
    assertThat(drop.judge().upper()).isCloseTo(0.25 + half, within(1e-9));
    assertThat(drop.judge().count()).isEqualTo(4);
  }

  /** A noisy judge that did not change is called guilty no more often than 2.5 % of the time. */
  @Test
  void anUnchangedJudgeExplainsNothing() {
    Random random = new Random(20_261_121);
    int guilty = 0;
    for (int run = 0; run < 2_000; run++) {
      guilty += drop(random, 0).judge().lower() > 0 ? 1 : 0;
    }
    assertThat(guilty).isBetween(20, 80);
  }

  @Test
  void aJudgeThatFellExplainsItsFall() {
    assertThat(drop(new Random(1), 0.3).judge().estimate()).isCloseTo(0.3, within(0.06));
  }

  /** 120 answers of before, right 9 times in 10, and 60 of since, right half of the time. */
  private static RescoredDrop drop(Random random, double judgeFell) {
    List<Pair> before = new ArrayList<>();
    List<Pair> since = new ArrayList<>();
    for (int i = 0; i < 180; i++) {
      double truth = random.nextDouble() < (i < 120 ? 0.9 : 0.5) ? 0.85 : 0.4;
      double now = truth - judgeFell + noise(random);
      (i < 120 ? before : since)
          .add(new Pair((i < 120 ? truth : truth - judgeFell) + noise(random), now));
    }
    return RescoredDrop.of(before, since, 0.05);
  }

  private static double noise(Random random) {
    return 0.1 * (random.nextDouble() - 0.5);
  }

  @Test
  void scoresBeyondTheScaleAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pair(0.5, 1.2))
        .withMessageContaining("score of today");
  }
}
