package io.homeostat.evaluation.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.gate.GatePlan.Count;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatePlanTest {
  /** Six and eighteen hundredths times the share over the square of the margin. */
  @ParameterizedTest
  @CsvSource({"0.05, 0.04, 99", "0.02, 0.04, 619", "0.1, 0.04, 36"})
  void aRegressionNeedsItemsByMarginAndDiscordance(String margin, double share, int needed) {
    assertThat(needed(new Gate("kept", null, null, null, margin, null), share)).hasValue(needed);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.05", "0.25", "0.45", "0.9"})
  void aGainNeedsAsManyItemsAsShowItWhenAllAreBetter(String gain) {
    Gate gate = new Gate("better", "date", null, null, null, gain);
    int needed = needed(gate, 0.04).orElseThrow();

    assertThat(decided(gate, needed)).isEqualTo(Verdict.Pass);
    assertThat(decided(gate, needed - 1)).isNotEqualTo(Verdict.Pass);
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.8", "0.95"})
  void aMinimumNeedsAsManyItemsAsShowItWhenAllAreRight(String minimum) {
    Gate gate = new Gate("good", "date", null, minimum, null, null);
    int needed = needed(gate, 0.04).orElseThrow();

    assertThat(decided(gate, needed)).isEqualTo(Verdict.Pass);
    assertThat(decided(gate, needed - 1)).isNotEqualTo(Verdict.Pass);
  }

  @Test
  void aBoundWithoutRoomCannotPass() {
    Gate gate = new Gate("perfect", null, null, "1", null, null);

    assertThat(needed(gate, 0.04)).isEmpty();
    assertThat(shortages(gate, Map.of("date", new Count(500, 500))))
        .containsExactly(
            "gate perfect cannot pass on date with any number of items: write a bound that leaves"
                + " room");
  }

  @Test
  void eachCapabilityOfAGateIsCountedOnItsOwn() {
    Gate all = new Gate("kept", null, "ExactMatch", null, "0.05", null);
    Gate one = new Gate("kept-x", "x", "ExactMatch", null, "0.05", null);

    assertThat(shortages(all, Map.of("date", new Count(99, 99), "units", new Count(200, 12))))
        .containsExactly("gate kept needs 99 items of units and has 12");
    assertThat(shortages(one, Map.of("date", new Count(99, 99))))
        .as("a capability without items")
        .containsExactly("gate kept-x needs 99 items of x and has 0");
  }

  @Test
  void itemsWithoutReferenceServeWhatNeedsNone() {
    Gate invariants = new Gate("safe", "safety", "Invariants", "0.9", null, null);

    assertThat(shortages(invariants, Map.of("safety", new Count(40, 0)))).isEmpty();
  }

  private static OptionalInt needed(Gate gate, double discordance) {
    return GatePlan.needed(gate, Quantity.of(gate.metric()), discordance);
  }

  private static List<String> shortages(Gate gate, Map<String, Count> counts) {
    return GatePlan.shortages(List.of(gate), counts, 0.04).stream()
        .map(GatePlan.Shortage::words)
        .toList();
  }

  private static Verdict decided(Gate gate, int count) {
    return GateDecision.decide(
            gate,
            "date",
            IntStream.range(0, count)
                .mapToObj(i -> new ItemValue("i" + i, "date", 1, 0, null, null))
                .toList())
        .result();
  }
}
