package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.HeapTable;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private final HeapTable table = new HeapTable();
  private final Evidence evidence = new Evidence(table);

  private void score(int number, long at, String release) {
    evidence.score(
        Toy.score("i" + number, "s" + number, "date", at, number % 2, release, "Stable", 1),
        "date");
  }

  private Span between(String release, long from, long to) {
    return evidence.between(Toy.SERVICE, "date", release, Toy.SET, from, to);
  }

  @Test
  void monthTakesLittleRoomAndNothingIsLost() {
    int count = 0;
    for (long at = 0; at < 30L * 86_400_000; at += 300_000) {
      score(count++, Toy.START + at, Toy.STABLE);
    }
    assertThat(between(Toy.STABLE, 0, Long.MAX_VALUE).total())
        .isEqualTo(new Moments(count, count / 2, count / 2));
    assertThat(table.bytes()).isLessThan(200_000);
    long hourAgo = Toy.START + 30L * 86_400_000 - 3_600_000;
    assertThat(between(Toy.STABLE, hourAgo, Long.MAX_VALUE).total().count()).isBetween(9L, 12L);
  }

  @Test
  void releasesThatWereFedLongestAgoMakeRoom() {
    for (int release = 0; release < 20; release++) {
      score(release, Toy.START + release * 60_000L, "desk-" + release);
    }
    assertThat(evidence.cells(Toy.SERVICE, "date")).hasSize(16);
    assertThat(between("desk-19", 0, Long.MAX_VALUE).total().count()).isEqualTo(1);
    assertThat(table.keys(StateKeys.evidence(Toy.SERVICE, "date", "desk-0", Toy.SET))).isEmpty();
  }

  @Test
  void theLowestInteractionsAreKeptAsExamples() {
    for (int i = 0; i < 100; i++) {
      score(i, Toy.START + i * 5_000L, Toy.STABLE);
    }
    assertThat(between(Toy.STABLE, 0, Long.MAX_VALUE).worst())
        .hasSize(5)
        .allSatisfy(example -> assertThat(example.value()).isZero());
  }
}
