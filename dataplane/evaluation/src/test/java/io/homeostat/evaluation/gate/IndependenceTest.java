package io.homeostat.evaluation.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.evaluation.Gate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndependenceTest {
  private static final Set<String> BOTH = Set.of("date", "units");

  @Test
  void theMonitoringJudgeAloneProvesNothing() {
    Gate judged = gate(null, "Judge");

    assertThat(missing(true, judged)).containsExactly("date", "units");
    assertThat(missing(false, judged)).as("a judge of its own").isEmpty();
  }

  @Test
  void referencesAndInvariantsAreIndependent() {
    assertThat(missing(true, gate(null, "Judge"), gate("date", "ExactMatch")))
        .containsExactly("units");
    assertThat(missing(true, gate(null, "Invariants"))).isEmpty();
  }

  @Test
  void aGateOnReferencesProvesNothingWhereThereAreNone() {
    assertThat(Independence.missing(List.of(gate(null, "TokenF1")), BOTH, Set.of("date"), true))
        .containsExactly("units");
  }

  @Test
  void fastAndCheapIsNotGood() {
    assertThat(missing(true, gate(null, "LatencyMillis"), gate(null, "Errors")))
        .containsExactly("date", "units");
  }

  private static List<String> missing(boolean monitoring, Gate... gates) {
    return Independence.missing(List.of(gates), BOTH, BOTH, monitoring);
  }

  private static Gate gate(String capability, String metric) {
    return new Gate("g", capability, metric, "0.5", null, null);
  }
}
