package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  @Test
  void nothingIsCommittedPastTheFirstRecordThatIsNotDone() {
    OffsetTracker tracker = new OffsetTracker(7);
    tracker.started(7);
    tracker.started(8);
    tracker.started(9);
    tracker.finished(8);
    tracker.finished(9);
    assertThat(tracker.committable()).isEqualTo(7);
    tracker.finished(7);
    assertThat(tracker.committable()).isEqualTo(10);
  }
}
