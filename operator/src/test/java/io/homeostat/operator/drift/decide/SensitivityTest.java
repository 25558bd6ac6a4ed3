package io.homeostat.operator.drift.decide;

import static io.homeostat.operator.drift.decide.Verdicts.NOW;
import static io.homeostat.operator.drift.decide.Verdicts.condition;
import static io.homeostat.operator.drift.decide.Verdicts.decide;
import static io.homeostat.operator.drift.decide.Verdicts.stream;
import static io.homeostat.operator.drift.decide.Verdicts.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.events.DriftVerdict;
import org.junit.jupiter.api.Test;

/** Whether the smallest drop that matters, .05, can be found with the traffic that there is. */
class SensitivityTest {
  private static Condition sensitive(DriftVerdict.Stream... streams) {
    return condition(decide(verdict(NOW, true, streams)), "Sensitive");
  }

  private static DriftVerdict.Stream watching(double smallest, Long delay) {
    return stream("date", "Watching", 0.9, 0.9, smallest, delay);
  }

  @Test
  void dropThatIsFoundWithinAWeekIsSaidToBe() {
    Condition condition = sensitive(watching(0.045, 7_200L));
    assertThat(condition.getStatus()).isEqualTo("True");
    assertThat(condition.getReason()).isEqualTo("DropsFound");
    assertThat(condition.getMessage()).contains("0.050", "7200 s");
  }

  @Test
  void dropBelowWhatTheBaselineCanShowIsNamedWithTheRemedy() {
    Condition condition = sensitive(watching(0.08, null));
    assertThat(condition.getStatus()).isEqualTo("False");
    assertThat(condition.getReason()).isEqualTo("DropTooSmall");
    assertThat(condition.getMessage())
        .contains("date/Quality", "raise spec.smallestDropThatMatters to 0.080", "freezeSamples");
  }

  @Test
  void detectionThatTakesLongerThanAWeekIsLowTraffic() {
    assertThat(sensitive(watching(0.045, 8 * 86_400L)).getReason()).isEqualTo("LowTraffic");
    assertThat(sensitive(watching(0.045, null)).getReason()).isEqualTo("LowTraffic");
    assertThat(sensitive(watching(0.045, 6 * 86_400L)).getReason()).isEqualTo("DropsFound");
  }

  @Test
  void baselineThatTakesLongerThanAWeekIsLowTraffic() {
    Condition slow = sensitive(learning(10));
    assertThat(slow.getReason()).isEqualTo("LowTraffic");
    assertThat(slow.getStatus()).isEqualTo("False");
    assertThat(slow.getMessage()).contains("date/Quality");
    Condition soon = sensitive(learning(20));
    assertThat(soon.getReason()).isEqualTo("Learning");
    assertThat(soon.getStatus()).isEqualTo("Unknown");
  }

  private static DriftVerdict.Stream learning(double valuesPerDay) {
    return stream("date", "Learning", null, null, null, null, valuesPerDay);
  }
}
