package io.homeostat.operator.canary.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.events.CanaryVerdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CanaryFiguresTest {
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          null,
          List.of(
              new Analysis("date", "Quality", "date", "Superiority", null, "0.25", null),
              new Analysis("extract", "Quality", "extract", "NonInferiority", "0.1", null, null),
              new Analysis("errors", "Errors", null, "NonInferiority", "0.02", null, null)),
          null,
          null,
          null,
          null,
          null,
          null);

  @Test
  void theComparisonWithLeastRoomForWhatItAsksIsShown() {
    CanaryFigures figures =
        CanaryFigures.of(
            Optional.of(
                verdict(
                    metric("date", "Superiority", 0.496),
                    metric("extract", "NonInferiority", -0.021),
                    metric("errors", "NonInferiority", 0))),
            PLAN);

    assertThat(figures.difference()).isEqualTo("extract -0.021 [-0.071, +0.029]");
    assertThat(figures.samples()).isEqualTo(90);
    assertThat(figures.metrics())
        .extracting(CanaryReleaseStatus.Metric::margin)
        .containsExactly("0.25", "0.1", "0.02");
  }

  @Test
  void beforeTheFirstVerdictThereIsNoDifference() {
    assertThat(CanaryFigures.of(Optional.empty(), PLAN).difference()).isNull();
  }

  private static CanaryVerdict verdict(CanaryVerdict.Metric... metrics) {
    return new CanaryVerdict(
        1, "ns/c", "uid", "ns/s", 0, "f", "d", "Continue", "", "", 100, 90, List.of(metrics));
  }

  private static CanaryVerdict.Metric metric(String name, String test, double difference) {
    return new CanaryVerdict.Metric(
        name, "Quality", name, test, difference, difference - 0.05, difference + 0.05, 0d, 0d, 9);
  }
}
