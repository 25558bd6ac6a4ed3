package io.homeostat.monitor.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.HeapTable;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostLedgerTest {
  private final CostLedger ledger = new CostLedger(new HeapTable());
  private final ServiceDefinition service =
      Toy.service(List.of(Toy.monitor(Signal.QUALITY)), PlanWeights.UNKNOWN);

  private void take(String release, String role, long atMillis) {
    Tally tally =
        Tally.EMPTY.plus(Toy.measured(Toy.score("i", "s", "date", atMillis, 1), 500, null, 40));
    ledger.take(service, new SessionUnit("s", release, role, 1, atMillis, Map.of("date", tally)));
  }

  @Test
  void theReleasesThatAnsweredLastAreKept() {
    for (int i = 0; i < 12; i++) {
      take("release-" + i % 10, "Stable", i * 60_000L);
    }
    assertThat(ledger.releases(Toy.SERVICE, "date"))
        .hasSize(CostLedger.MOST_RELEASES)
        .containsKeys("release-0", "release-1", "release-9");
  }

  @Test
  void answersThatNoClientSawAreNoCostOfTheService() {
    take("release-1", "Shadow", 0);
    assertThat(ledger.releases(Toy.SERVICE, "date")).isEmpty();
  }

  @Test
  void aWeekTakesLittleSpaceAndLosesNothing() {
    for (int minute = 0; minute < 7 * 24 * 60; minute++) {
      take("release-1", "Stable", minute * 60_000L);
    }
    SpendHistory week = ledger.releases(Toy.SERVICE, "date").get("release-1");
    assertThat(week.spans()).hasSizeLessThan(110);
    assertThat(week.all().sessions()).isEqualTo(7 * 24 * 60);
    assertThat(week.before(4L * 86_400_000).sessions()).isBetween(3 * 1_440L, 4 * 1_440L);
  }
}
