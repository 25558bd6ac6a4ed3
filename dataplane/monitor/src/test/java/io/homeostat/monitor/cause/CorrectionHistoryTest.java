package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.monitor.cause.CorrectionHistory.Period;
import org.junit.jupiter.api.Test;

class CorrectionHistoryTest {
  private static final long START = 1_700_000_000_000L;

  @Test
  void countsBeforeAndSinceAMomentWithoutTheSpanThatContainsIt() {
    CorrectionHistory history = CorrectionHistory.of("r");
    for (int i = 0; i < 100; i++) {
      history = history.plusInteraction(START + i * 1_000L);
    }
    history =
        history
            .plusCorrection(START + 90_000, "a")
            .plusCorrection(START + 91_000, "a")
            .plusCorrection(START + 5_000, "b");
    Period before = history.before(START + 52_500);
    Period since = history.since(START + 52_500);
    assertThat(before.interactions() + since.interactions()).isEqualTo(95);
    assertThat(before.corrected()).isEqualTo(1);
    assertThat(since.corrected()).isEqualTo(2);
    assertThat(since.sources()).isEqualTo(1);
  }

  @Test
  void aMonthTakesFewSpansAndNothingIsLost() throws Exception {
    CorrectionHistory history = CorrectionHistory.of("r");
    int interactions = 0;
    for (long at = 0; at < 30L * 86_400_000; at += 60_000) {
      history = history.plusInteraction(START + at);
      interactions++;
    }
    assertThat(history.buckets()).hasSizeLessThan(300);
    assertThat(history.since(0).interactions()).isEqualTo(interactions);
    long hourAgo = START + 30L * 86_400_000 - 3_600_000;
    assertThat(history.since(hourAgo).interactions()).isBetween(50, 60);
    byte[] json = new ObjectMapper().writeValueAsBytes(history);
    assertThat(json.length).isLessThan(20_000);
    assertThat(new ObjectMapper().readValue(json, CorrectionHistory.class)).isEqualTo(history);
  }

  @Test
  void lateInteractionCountsInItsOwnSpan() {
    CorrectionHistory history =
        CorrectionHistory.of("r").plusInteraction(START).plusInteraction(START + 60_000);
    assertThat(history.plusInteraction(START + 1).before(START + 30_000).interactions())
        .isEqualTo(2);
  }
}
