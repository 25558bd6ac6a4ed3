package io.homeostat.operator.modelservice.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceFiguresTest {
  private static DriftVerdict.Stream stream(String signal, Double current, long samples) {
    return new DriftVerdict.Stream(
        "c",
        signal,
        "Watching",
        "r",
        "s",
        null,
        null,
        current,
        null,
        null,
        samples,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "Quality".equals(signal),
        "r",
        null,
        1_000,
        List.of(),
        null,
        null);
  }

  private static DriftVerdict verdict(DriftVerdict.Stream... streams) {
    return new DriftVerdict(1, "ns/m", "u", "ns/s", 1, "d", true, List.of(streams));
  }

  @Test
  void qualityIsWeightedBySessionsAndLeavesOtherSignalsOut() {
    assertThat(
            ServiceFigures.quality(
                List.of(
                    verdict(
                        stream("Quality", 1.0, 300),
                        stream("Quality", 0.2, 100),
                        stream("Errors", 0.0, 400)))))
        .isEqualTo("0.80");
  }

  @Test
  void whatWasNeverScoredHasNoQuality() {
    assertThat(ServiceFigures.quality(List.of())).isNull();
    assertThat(ServiceFigures.quality(List.of(verdict(stream("Quality", null, 0))))).isNull();
  }
}
