package io.homeostat.crds.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant EIGHT = Instant.parse("2026-11-21T08:00:00.789Z");
  private static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");

  private enum Reason {
    Waiting,
    Applied
  }

  @Test
  void aNewConditionSaysSinceWhenAndOfWhichGeneration() {
    Condition ready =
        at(EIGHT, List.of())
            .with("Ready", ConditionStatus.TRUE, Reason.Applied, "ok")
            .list()
            .getFirst();

    assertThat(ready.getStatus()).isEqualTo("True");
    assertThat(ready.getReason()).isEqualTo("Applied");
    assertThat(ready.getLastTransitionTime()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(ready.getObservedGeneration()).isEqualTo(3);
  }

  @Test
  void theTransitionTimeStaysWhileTheStatusDoes() {
    List<Condition> before =
        at(EIGHT, null).with("Ready", ConditionStatus.FALSE, Reason.Waiting, "a").list();

    Conditions after = at(NINE, before).with("Ready", ConditionStatus.FALSE, Reason.Applied, "b");

    assertThat(after.find("Ready"))
        .get()
        .extracting(Condition::getLastTransitionTime)
        .isEqualTo("2026-11-21T08:00:00Z");
    assertThat(after.find("Ready")).get().extracting(Condition::getMessage).isEqualTo("b");
  }

  @Test
  void theTransitionTimeMovesWithTheStatus() {
    List<Condition> before =
        at(EIGHT, null).with("Ready", ConditionStatus.FALSE, Reason.Waiting, "a").list();

    Conditions after = at(NINE, before).with("Ready", ConditionStatus.TRUE, Reason.Applied, "b");

    assertThat(after.find("Ready"))
        .get()
        .extracting(Condition::getLastTransitionTime)
        .isEqualTo("2026-11-21T09:00:00Z");
  }

  @Test
  void conditionsKeepTheirPlaceAndTheOldListIsUntouched() {
    Conditions first =
        at(EIGHT, null)
            .with("Ready", ConditionStatus.FALSE, Reason.Waiting, "")
            .with("Drifting", ConditionStatus.UNKNOWN, Reason.Waiting, "");

    Conditions second = first.with("Ready", ConditionStatus.TRUE, Reason.Applied, "");

    assertThat(second.list()).extracting(Condition::getType).containsExactly("Ready", "Drifting");
    assertThat(first.isTrue("Ready")).isFalse();
    assertThat(second.isTrue("Ready")).isTrue();
    assertThat(second.without("Ready").find("Ready")).isEmpty();
    assertThatThrownBy(() -> second.list().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void readingAnAbsentListIsNoError() {
    assertThat(Conditions.find(null, "Ready")).isEmpty();
    assertThat(Conditions.isTrue(null, "Ready")).isFalse();
    assertThat(Conditions.isFalse(null, "Ready")).isFalse();
  }

  @Test
  void aMessageBeyondTheLimitOfKubernetesIsShortened() {
    Conditions conditions =
        at(EIGHT, null).with("Ready", ConditionStatus.FALSE, Reason.Waiting, "x".repeat(40_000));

    assertThat(conditions.list().getFirst().getMessage()).hasSize(32_768).endsWith("…");
  }

  private static Conditions at(Instant now, List<Condition> existing) {
    return Conditions.from(existing, 3L, Clock.fixed(now, ZoneOffset.UTC));
  }
}
