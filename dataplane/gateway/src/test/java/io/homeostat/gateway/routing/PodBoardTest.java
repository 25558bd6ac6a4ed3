package io.homeostat.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodBoardTest {
  private static final EnginePod A = new EnginePod("10.0.0.1", 8000);
  private static final EnginePod B = new EnginePod("10.0.0.2", 8000);
  private static final List<EnginePod> BOTH = List.of(A, B);

  private long now = 5_000;
  private final PodBoard board = new PodBoard(() -> now);

  private EnginePod acquire(String model) {
    return board.acquire(BOTH, model, Set.of()).orElseThrow();
  }

  @Test
  void thePodWithTheFewestOpenRequestsIsNext() {
    Map<EnginePod, Integer> taken = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      taken.merge(acquire("base"), 1, Integer::sum);
    }
    assertThat(taken).containsEntry(A, 5).containsEntry(B, 5);
    board.release(B);
    assertThat(acquire("base")).isEqualTo(B);
  }

  @Test
  void idlePodsTakeTurns() {
    Map<EnginePod, Integer> taken = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      EnginePod pod = acquire("base");
      taken.merge(pod, 1, Integer::sum);
      board.release(pod);
    }
    assertThat(taken).containsEntry(A, 5).containsEntry(B, 5);
  }

  @Test
  void aPodThatLacksAnAdapterGetsNoRequestsForItUntilItHadTimeToLoadIt() {
    board.failed(A, "repair", Failure.ADAPTER_MISSING);
    for (int i = 0; i < 4; i++) {
      assertThat(acquire("repair")).isEqualTo(B);
    }
    assertThat(acquire("base")).isEqualTo(A);
    now += 30_000;
    assertThat(acquire("repair")).isEqualTo(A);
  }

  @Test
  void aPodThatTakesNoConnectionRestsForTenSeconds() {
    board.failed(A, "base", Failure.CONNECT_FAILED);
    assertThat(List.of(acquire("base"), acquire("base"))).containsOnly(B);
    now += 10_000;
    assertThat(acquire("base")).isEqualTo(A);
  }

  @Test
  void otherFailuresRestAPodAfterThreeInARow() {
    board.failed(A, "base", Failure.ENGINE_ERROR);
    board.failed(A, "base", Failure.ENGINE_ERROR);
    board.succeeded(A);
    board.failed(A, "base", Failure.ENGINE_ERROR);
    board.failed(A, "base", Failure.ENGINE_ERROR);
    assertThat(List.of(acquire("base"), acquire("base"))).contains(A);
    board.failed(A, "base", Failure.TIMEOUT);
    assertThat(List.of(acquire("base"), acquire("base"))).containsOnly(B);
  }

  @Test
  void aPodThatRestedIsTriedByOneRequestAndRestsTwiceAsLongWhileItFails() {
    long rest = 10_000;
    board.failed(A, "base", Failure.CONNECT_FAILED);
    for (int round = 0; round < 6; round++) {
      now += rest - 1;
      assertThat(acquire("base")).as("round %d", round).isEqualTo(B);
      now += 1;
      assertThat(List.of(acquire("base"), acquire("base"), acquire("base"))).containsOnlyOnce(A);
      board.failed(A, "base", Failure.CONNECT_FAILED);
      board.release(A);
      rest = Math.min(2 * rest, 160_000);
    }
    now += rest;
    assertThat(acquire("base")).isEqualTo(A);
    board.succeeded(A);
    board.release(A);
    assertThat(List.of(acquire("base"), acquire("base"))).as("it works again").containsOnly(A);
    board.release(A);
    board.release(A);
    board.failed(A, "base", Failure.CONNECT_FAILED);
    now += 10_000;
    assertThat(acquire("base")).isEqualTo(A);
  }

  @Test
  void failuresThatWereUnderWayWhenAPodWasTakenOutMakeItRestNoLonger() {
    for (int i = 0; i < 5; i++) {
      board.failed(A, "base", Failure.CONNECT_FAILED);
    }
    now += 10_000;
    assertThat(acquire("base")).isEqualTo(A);
  }

  @Test
  void whenNoPodIsGoodAnyIsBetterThanNone() {
    board.failed(A, "base", Failure.CONNECT_FAILED);
    board.failed(B, "base", Failure.CONNECT_FAILED);
    assertThat(board.acquire(BOTH, "base", Set.of())).isPresent();
    assertThat(board.acquire(BOTH, "base", Set.of(A))).contains(B);
    assertThat(board.acquire(BOTH, "base", Set.of(A, B))).isEmpty();
  }

  @Test
  void podsThatAreGoneAreForgottenWhenTheirRequestsHaveEnded() {
    EnginePod pod = acquire("base");
    board.retain(List.of());
    assertThat(board.isEmpty()).isFalse();
    board.release(pod);
    board.retain(List.of());
    assertThat(board.isEmpty()).isTrue();
  }
}
