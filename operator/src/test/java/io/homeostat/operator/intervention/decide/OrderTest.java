package io.homeostat.operator.intervention.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.intervention.InterventionStatus;
import io.homeostat.operator.canary.decide.CanaryState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Intervention order(String name, String action, String created, String expiresAt) {
    Intervention order = new Intervention();
    order.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withUid("uid-" + name)
            .withCreationTimestamp(created)
            .build());
    order.setSpec(
        new InterventionSpec(
            new ResourceRef("CanaryRelease", "c"), action, "why", expiresAt, null));
    return order;
  }

  private static Intervention settled(Intervention order, String status) {
    order.setStatus(
        new InterventionStatus(
            1L,
            List.of(
                new ConditionBuilder()
                    .withType("Succeeded")
                    .withStatus(status)
                    .withReason("r")
                    .build())));
    return order;
  }

  private final Intervention pause = order("pause", "Pause", "2026-11-21T09:00:00Z", null);
  private final Intervention resume = order("resume", "Resume", "2026-11-21T09:00:01Z", null);

  @Test
  void theOldestUnsettledOrderIsNext() {
    assertThat(Order.next(List.of(resume, pause), "CanaryRelease", "c", NOW))
        .map(Order::action)
        .contains("Pause");
  }

  @Test
  void aLaterOrderWaitsUntilTheEarlierIsRecorded() {
    Outcome waiting =
        InterventionOutcome.of(
            resume,
            List.of(resume, pause),
            () -> Outcome.done(InterventionReason.CarriedOut, ""),
            NOW);
    assertThat(waiting.reason()).isEqualTo(InterventionReason.WaitingForEarlier);

    settled(pause, "True");
    assertThat(Order.next(List.of(resume, pause), "CanaryRelease", "c", NOW))
        .map(Order::action)
        .contains("Resume");
  }

  @Test
  void aRefusedOrderIsNotTriedAgain() {
    settled(pause, "False");

    assertThat(Order.next(List.of(pause), "CanaryRelease", "c", NOW)).isEmpty();
  }

  @Test
  void anOrderForAnotherTargetIsNoOrder() {
    assertThat(Order.next(List.of(pause), "CanaryRelease", "other", NOW)).isEmpty();
    assertThat(Order.next(List.of(pause), "ModelService", "c", NOW)).isEmpty();
  }

  @Test
  void anExpiredOrderIsNotCarriedOutAndSaysSo() {
    Intervention late = order("late", "Pause", "2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z");

    assertThat(Order.next(List.of(late), "CanaryRelease", "c", NOW)).isEmpty();
    assertThat(
            InterventionOutcome.of(
                    late, List.of(late), () -> Outcome.waiting(InterventionReason.Pending, ""), NOW)
                .reason())
        .isEqualTo(InterventionReason.Expired);
  }

  @Test
  void anOrderThatWasCarriedOutJustBeforeItExpiredCountsAsCarriedOut() {
    Intervention late = order("late", "Pause", "2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z");
    Outcome done =
        CanaryOrder.of("Pause", "c", Optional.of(CanaryState.Paused), false, Optional.empty());

    assertThat(InterventionOutcome.of(late, List.of(late), () -> done, NOW).succeeded())
        .isEqualTo(ConditionStatus.TRUE);
  }

  @ParameterizedTest
  @CsvSource({
    "Promote,Waiting,UNKNOWN",
    "Promote,Progressing,UNKNOWN",
    "Promote,Baking,TRUE",
    "Promote,Promoted,TRUE",
    "Promote,RolledBack,FALSE",
    "Abort,Progressing,UNKNOWN",
    "Abort,Aborted,TRUE",
    "Abort,Baking,UNKNOWN",
    "Abort,RolledBack,TRUE",
    "Abort,Promoted,FALSE",
    "Pause,Progressing,UNKNOWN",
    "Pause,Paused,TRUE",
    "Pause,Baking,FALSE",
    "Pause,Superseded,FALSE",
    "Resume,Paused,UNKNOWN",
    "Resume,Progressing,TRUE",
    "Resume,Parked,TRUE",
    "Resume,Aborted,FALSE"
  })
  void anOrderIsDoneWhenTheCanaryIsWhereItWantsIt(
      String action, CanaryState state, ConditionStatus expected) {
    assertThat(CanaryOrder.of(action, "c", Optional.of(state), false, Optional.empty()).succeeded())
        .isEqualTo(expected);
  }

  @Test
  void anUnknownTargetIsRefused() {
    assertThat(CanaryOrder.of("Pause", "c", Optional.empty(), false, Optional.empty()).reason())
        .isEqualTo(InterventionReason.TargetNotFound);
    assertThat(ServiceOrder.of("Retry", "s", false, Optional.empty()).reason())
        .isEqualTo(InterventionReason.TargetNotFound);
  }

  @Test
  void handledOrdersSurviveTheirTextAndKeepTheLatestTen() {
    HandledOrders handled = HandledOrders.parse(null);
    for (int i = 0; i < 12; i++) {
      handled = handled.with("uid-" + i, InterventionReason.CarriedOut);
    }

    HandledOrders read = HandledOrders.parse(handled.text());
    assertThat(read).isEqualTo(handled);
    assertThat(read.byUid()).hasSize(10).doesNotContainKey("uid-1").containsKey("uid-11");
  }

  @Test
  void whatSomebodyWroteIntoTheAnnotationDoesNoHarm() {
    assertThat(HandledOrders.parse("nonsense,=,a=Unknown,b=CarriedOut,").byUid())
        .containsOnlyKeys("b");
  }
}
