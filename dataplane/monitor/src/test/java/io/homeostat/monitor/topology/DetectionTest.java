package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.detection.Recording;
import io.homeostat.monitor.detection.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in which quality seems to fall is found, or left alone, and gets its own name. */
class DetectionTest extends PlayingTopology {
  private static final int CAPABILITIES = 3;
  private static final long SEED = 20_261_121;

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void causeIsNamedAndNothingIsSaidBeforeTheChange(Scenario scenario) throws Exception {
    PlayedScenario played = play(new Recording(scenario, CAPABILITIES, 1_500, 500, SEED));
    assertThat(letters.isEmpty()).isTrue();
    assertThat(played.falseAlarms()).isZero();
    if (scenario.cause() == null) {
      assertThat(played.alarms()).isEmpty();
      return;
    }
    assertThat(played.causes(scenario.signal()))
        .as("%s", played.causes())
        .containsExactly(scenario.cause());
    if (!scenario.signal().equals("Quality")) {
      assertThat(played.signals()).containsExactly(scenario.signal());
    }
    assertThat(played.last().streams())
        .filteredOn(stream -> "Drifting".equals(stream.state()) && stream.judged())
        .allSatisfy(
            stream -> {
              assertThat(stream.causeEvidence()).isNotBlank();
              assertThat(stream.examples()).hasSizeBetween(1, 5);
            });
  }
}
