package io.homeostat.monitor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Score good = Toy.score("i", "s", "date", Toy.START, 0.8);

  @Test
  void meanIsOverScoresOfOneSetAndFailedAnswersCountAsZero() {
    Tally tally = Tally.EMPTY.plus(good).plus(Toy.failed(good)).plus(Toy.under(good, "other-set"));
    assertThat(tally.meanQuality(Toy.SET, null)).hasValue(0.4);
    assertThat(tally.meanQuality("other-set", null)).hasValue(0.4);
    assertThat(tally.meanQuality("unknown-set", null)).isEmpty();
    assertThat(tally.success()).isCloseTo(2 / 3d, within(1e-12));
  }

  @Test
  void sessionOfOnlyFailedAnswersScoresZeroUnderAnySet() {
    assertThat(Tally.EMPTY.plus(Toy.failed(good)).meanQuality(Toy.SET, null)).hasValue(0);
  }

  @Test
  void untrustedAndUnscoredAnswersHaveNoValueButCountAsInteractions() {
    Tally tally =
        Tally.EMPTY
            .plus(Toy.unscored(good))
            .plus(Toy.ungated(good))
            .plus(Toy.failed(Toy.ungated(good)));
    assertThat(tally.meanQuality(Toy.SET, null)).isEmpty();
    assertThat(tally.interactions()).isEqualTo(3);
    assertThat(tally.unscored()).isEqualTo(2);
    assertThat(tally.success()).isCloseTo(2 / 3d, within(1e-12));
  }

  @Test
  void numberOfSetsIsBounded() {
    Tally tally = Tally.EMPTY;
    for (int i = 0; i < 100; i++) {
      tally = tally.plus(Toy.under(good, "set-" + i));
    }
    assertThat(tally.sets()).hasSize(8);
    assertThat(tally.unscored()).isEqualTo(92);
  }

  @Test
  void survivesStorage() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Tally tally = Tally.EMPTY.plus(good).plus(Toy.failed(good));
    assertThat(json.readValue(json.writeValueAsBytes(tally), Tally.class)).isEqualTo(tally);
  }
}
