package io.homeostat.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItineraryTest {
  private static final EnginePod A = new EnginePod("10.0.0.1", 8000);
  private static final EnginePod B = new EnginePod("10.0.0.2", 8000);

  private long now = 1_000;
  private final PodBoard pods = new PodBoard(() -> now);
  private final ArmBreakers breakers = new ArmBreakers(() -> now);

  private static ServedModel model(EnginePod... pods) {
    return new ServedModel(
        "ns", "s", "uid", "s", 0, Content.FULL, List.of(), SplitTest.plan(500, 0), List.of(pods));
  }

  private Itinerary candidate(ServedModel model) {
    return new Itinerary(
        model, model.plan().arm(Role.CANDIDATE).orElseThrow(), true, pods, breakers);
  }

  private Itinerary stable(ServedModel model) {
    return new Itinerary(model, model.plan().stable(), true, pods, breakers);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {
        "CONNECT_FAILED",
        "CONNECTION_LOST",
        "ADAPTER_MISSING",
        "ENGINE_BUSY",
        "ENGINE_UNAVAILABLE"
      })
  void anotherPodIsTriedWhereThatIsSafe(Failure failure) {
    Itinerary way = stable(model(A, B));
    EnginePod first = way.start().orElseThrow();
    assertThat(way.failed(failure)).contains(first == A ? B : A);
    way.answered();
    assertThat(way.fellBack()).isFalse();
    assertThat(way.assignedFailure()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"ENGINE_DENIED", "ENGINE_ERROR", "BROKEN_ANSWER", "TIMEOUT", "REFUSED"})
  void noOtherPodIsTriedWhereTheRequestItselfMayBeTheReason(Failure failure) {
    Itinerary way = stable(model(A, B));
    way.start();
    assertThat(way.failed(failure)).isEmpty();
    assertThat(way.lastFailure()).isEqualTo(failure);
    assertThat(way.assignedFailure()).isEqualTo(failure);
  }

  @Test
  void aRequestThatLosesConnectionsIsTriedOnOneOtherPodOnly() {
    Itinerary way = stable(model(A, B, new EnginePod("10.0.0.3", 8000)));
    way.start();
    assertThat(way.failed(Failure.CONNECTION_LOST)).isPresent();
    assertThat(way.failed(Failure.CONNECTION_LOST)).isEmpty();
  }

  @Test
  void aFailingCandidateIsAnsweredByStable() {
    Itinerary way = candidate(model(A));
    way.start();
    assertThat(way.failed(Failure.ENGINE_ERROR)).contains(A);
    assertThat(way.arm().role()).isEqualTo(Role.STABLE);
    way.answered();
    assertThat(way.fellBack()).isTrue();
    assertThat(way.assigned().release()).isEqualTo("candidate");
    assertThat(way.assignedFailure()).isEqualTo(Failure.ENGINE_ERROR);
  }

  @Test
  void aReleaseThatARequestNamesIsNotReplaced() {
    ServedModel model = model(A);
    Itinerary way =
        new Itinerary(model, model.plan().arm(Role.CANDIDATE).orElseThrow(), false, pods, breakers);
    way.start();
    assertThat(way.failed(Failure.ENGINE_ERROR)).isEmpty();
  }

  @Test
  void anArmIsServedByItsOwnPoolAndStableInItsStead() {
    EnginePod blue = new EnginePod("10.0.0.1", 8000, "blue");
    EnginePod green = new EnginePod("10.0.0.2", 8000, "green");
    Arm stable = new Arm("s", Role.STABLE, 500, "base", "", Sampling.AS_REQUESTED, "blue", 0);
    Arm next = new Arm("c", Role.CANDIDATE, 500, "base", "", Sampling.AS_REQUESTED, "green", 0);
    ServedModel model =
        new ServedModel(
            "ns",
            "s",
            "uid",
            "s",
            0,
            Content.FULL,
            List.of(),
            new Plan(1, "salt", List.of(stable, next)),
            List.of(blue, green));
    for (int i = 0; i < 3; i++) {
      Itinerary ofStable = stable(model);
      assertThat(ofStable.start()).contains(blue);
      ofStable.answered();
      Itinerary ofCandidate = candidate(model);
      assertThat(ofCandidate.start()).contains(green);
      assertThat(ofCandidate.failed(Failure.ENGINE_BUSY)).as("stable's pool").contains(blue);
      ofCandidate.answered();
    }
  }

  @Test
  void withoutPodsTheClientIsToldSo() {
    Itinerary way = candidate(model());
    assertThat(way.start()).isEmpty();
    assertThat(way.lastFailure()).isEqualTo(Failure.NO_READY_POD);
    assertThat(way.assignedFailure()).isEqualTo(Failure.NO_READY_POD);
  }

  @Test
  void fiveFailuresInARowOpenTheBreakerForTenSecondsAndThenOneRequestTries() {
    ServedModel model = model(A);
    for (int i = 0; i < 5; i++) {
      Itinerary way = candidate(model);
      way.start();
      way.failed(Failure.ENGINE_ERROR);
      way.answered();
    }
    Itinerary blocked = candidate(model);
    blocked.start();
    assertThat(blocked.arm().role()).isEqualTo(Role.STABLE);
    assertThat(blocked.assignedFailure()).isEqualTo(Failure.BREAKER_OPEN);
    blocked.answered();
    now += 10_000;
    Itinerary probe = candidate(model);
    probe.start();
    assertThat(probe.fellBack()).isFalse();
    Itinerary meanwhile = candidate(model);
    meanwhile.start();
    assertThat(meanwhile.fellBack()).isTrue();
    probe.answered();
    Itinerary after = candidate(model);
    after.start();
    assertThat(after.fellBack()).isFalse();
  }

  @Test
  void failuresOfBothArmsAreTheEnginesAndOpenNoBreaker() {
    for (int i = 0; i < 10; i++) {
      Itinerary way = candidate(model(A));
      way.start();
      way.failed(Failure.ENGINE_ERROR);
      assertThat(way.failed(Failure.ENGINE_ERROR)).isEmpty();
    }
    assertThat(breakers.allows("ns/s", "candidate")).isTrue();
  }

  @Test
  void whatStableRefusesTooIsTheClientsMistakeAndOpensNoBreaker() {
    for (int i = 0; i < 10; i++) {
      Itinerary way = candidate(model(A));
      way.start();
      assertThat(way.failed(Failure.REFUSED)).isPresent();
      assertThat(way.failed(Failure.REFUSED)).isEmpty();
      assertThat(way.lastFailure()).isEqualTo(Failure.REFUSED);
    }
    assertThat(breakers.allows("ns/s", "candidate")).isTrue();
  }

  @Test
  void whatStableAnswersAlthoughTheCandidateRefusedItCountsAgainstTheCandidate() {
    for (int i = 0; i < 5; i++) {
      Itinerary way = candidate(model(A));
      way.start();
      way.failed(Failure.REFUSED);
      way.answered();
    }
    assertThat(breakers.allows("ns/s", "candidate")).isFalse();
  }

  @Test
  void everyAttemptGivesItsPodBack() {
    ServedModel model = model(A, B);
    for (int i = 0; i < 100; i++) {
      Itinerary way = candidate(model);
      way.start();
      switch (i % 4) {
        case 0 -> way.answered();
        case 1 -> way.abandoned();
        case 2 -> way.brokeOff(Failure.TIMEOUT);
        default -> {
          while (way.failed(Failure.CONNECT_FAILED).isPresent()) {
            assertThat(way.arm()).isNotNull();
          }
        }
      }
    }
    pods.retain(List.of());
    assertThat(pods.isEmpty()).isTrue();
  }
}
