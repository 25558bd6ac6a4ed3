package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import org.junit.jupiter.api.Test;

/** The chart's value that stops every new canary. */
class StoppedApiIT {
  @Test
  void noCanaryIsMadeWhileTheChartStopsThem() {
    try (Stage stage = new Stage().paused().start()) {
      stage.apply("support", "good prompt");
      stage.pods.engineReady("support", 1);
      eventually()
          .untilAsserted(
              () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
      stage.apply("support", "better prompt");

      eventually()
          .untilAsserted(
              () ->
                  assertThat(stage.condition("support", "Progressing").getReason())
                      .isEqualTo("NewCanariesStopped"));
      assertThat(stage.all(CanaryRelease.class)).isEmpty();
    }
  }
}
