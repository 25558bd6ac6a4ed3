package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
  @Test
  void nothingIsCommittedPastTheFirstRecordThatIsNotDone() {
    OffsetTracker tracker = begun(7, 10);
    tracker.finish(8);
    tracker.finish(9);
    assertThat(tracker.committable().offset()).isEqualTo(7);
    tracker.finish(7);
    assertThat(tracker.committable()).isEqualTo(new OffsetAndMetadata(10));
  }

  @Test
  void whoGoesOnFromACommitBeginsOnlyWhatIsNotDone() {
    OffsetTracker tracker = begun(7, 12);
    tracker.finish(8);
    tracker.finish(10);
    OffsetTracker next = OffsetTracker.from(tracker.committable());
    assertThat(next.start(7)).isTrue();
    assertThat(next.start(8)).isFalse();
    OffsetTracker third = OffsetTracker.from(next.committable());
    assertThat(third.start(7)).isTrue();
    assertThat(third.start(8)).isFalse();
    assertThat(third.start(9)).isTrue();
    assertThat(third.start(10)).isFalse();
    assertThat(third.start(11)).isTrue();
    assertThat(third.start(12)).isTrue();
  }

  @Test
  void theMetadataOfAFullWindowFitsIntoACommit() {
    long seed = 11;
    Random random = new Random(seed);
    OffsetTracker tracker = begun(0, OffsetTracker.WINDOW);
    TreeSet<Long> done = new TreeSet<>();
    for (long offset = 1; offset < OffsetTracker.WINDOW; offset++) {
      if (random.nextBoolean()) {
        tracker.finish(offset);
        done.add(offset);
      }
    }
    assertThat(tracker.isFull()).isTrue();
    OffsetAndMetadata committed = tracker.committable();
    assertThat(committed.metadata().length()).isLessThan(4_096);
    OffsetTracker next = OffsetTracker.from(committed);
    for (long offset = 0; offset < OffsetTracker.WINDOW; offset++) {
      assertThat(next.start(offset))
          .as("seed %d, offset %d", seed, offset)
          .isEqualTo(!done.contains(offset));
    }
  }

  @Test
  void metadataOfSomeoneElseIsPassedOver() {
    OffsetTracker tracker = OffsetTracker.from(new OffsetAndMetadata(3, "not ours"));
    assertThat(tracker.start(3)).isTrue();
    assertThat(tracker.behind()).isEqualTo(1);
  }

  private static OffsetTracker begun(long from, long to) {
    OffsetTracker tracker = OffsetTracker.from(from);
    for (long offset = from; offset < to; offset++) {
      assertThat(tracker.start(offset)).isTrue();
    }
    return tracker;
  }
}
