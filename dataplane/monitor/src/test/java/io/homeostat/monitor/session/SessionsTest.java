package io.homeostat.monitor.session;

import static io.homeostat.monitor.MonitorCounters.LeftOut.LATE;
import static io.homeostat.monitor.MonitorCounters.LeftOut.MOVED;
import static io.homeostat.monitor.MonitorCounters.LeftOut.NO_POLICY;
import static io.homeostat.monitor.MonitorCounters.LeftOut.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final World world =
      new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS))));

  private long samples(String capability) {
    return world.drift().streams().stream()
        .filter(
            stream -> stream.capability().equals(capability) && stream.signal().equals("Quality"))
        .mapToLong(stream -> stream.samples())
        .sum();
  }

  private void tick(long at) {
    world.take(Toy.score("tick-" + at, "tick-" + at, "units", at, 1));
  }

  @Test
  void gatewayWhoseClockIsAheadMakesNobodyElseLate() {
    for (int i = 0; i < 60; i++) {
      long now = Toy.START + i * 1_000;
      boolean ahead = i % 3 == 0;
      world.take(
          Toy.score("skew-" + i, "skewed-" + i, "date", ahead ? now + 60_000 : now, 1),
          now + 2_000);
    }
    assertThat(world.count(LATE)).isZero();
    assertThat(world.closed).isGreaterThan(20);
  }

  @Test
  void sessionClosesItsWindowAndTheLatenessAfterItsFirstScore() {
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    tick(Toy.START + Toy.WINDOW + Toy.LATENESS - 1);
    assertThat(world.closed).isZero();
    tick(Toy.START + Toy.WINDOW + Toy.LATENESS);
    assertThat(world.closed).isEqualTo(1);
  }

  @Test
  void oneSessionIsOneUnitPerCapabilityHoweverManyTurnsItHas() {
    for (int i = 0; i < 10; i++) {
      world.take(Toy.score("d" + i, "s", "date", Toy.START + i, 1));
      world.take(Toy.score("u" + i, "s", "units", Toy.START + i, 1));
    }
    tick(Toy.START + 60_000);
    assertThat(world.closed).isEqualTo(1);
    assertThat(samples("date")).isEqualTo(1);
    assertThat(samples("units")).isEqualTo(1);
  }

  @Test
  void lateScoreIsTakenWhileItsSessionIsOpenAndWithinTheLatenessOtherwise() {
    world.take(Toy.score("1", "s", "date", Toy.START + 10_000, 1));
    tick(Toy.START + 20_000);
    world.take(Toy.score("2", "s", "date", Toy.START + 10_001, 0));
    world.take(Toy.score("3", "new", "date", Toy.START + 15_000, 0));
    assertThat(world.count(LATE)).isZero();
    world.take(Toy.score("4", "newer", "date", Toy.START + 14_999, 0));
    assertThat(world.count(LATE)).isEqualTo(1);
    tick(Toy.START + 60_000);
    assertThat(samples("date")).isEqualTo(2);
  }

  @Test
  void scoreOfAClosedSessionNeverMakesASecondUnit() {
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    tick(Toy.START + 20_000);
    world.take(Toy.score("2", "s", "date", Toy.START + 14_000, 1));
    assertThat(world.count(LATE)).isEqualTo(1);
    tick(Toy.START + 90_000);
    assertThat(samples("date")).isEqualTo(1);
  }

  @Test
  void sameKeyBeginsANewSessionAfterItsWindowEvenBeforeTheFirstOneClosed() {
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    world.take(Toy.score("2", "s", "date", Toy.START + Toy.WINDOW + 1, 0));
    world.take(Toy.score("3", "s", "date", Toy.START + Toy.WINDOW + 2, 0));
    assertThat(world.closed).isZero();
    tick(Toy.START + 90_000);
    assertThat(world.closed).isEqualTo(2);
    assertThat(samples("date")).isEqualTo(2);
  }

  @Test
  void sessionThatMovesToAnotherReleaseCountsForTheArmThatItEntered() {
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    world.take(Toy.score("2", "s", "date", Toy.START + 1, 0, Toy.CANDIDATE, "Candidate", 2));
    assertThat(world.count(MOVED)).isEqualTo(1);
    tick(Toy.START + 90_000);
    assertThat(samples("date")).isEqualTo(1);
  }

  @Test
  void repeatedScoreIsCountedOnce() {
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    world.take(Toy.score("1", "s", "date", Toy.START, 1));
    assertThat(world.count(REPEATED)).isEqualTo(1);
  }

  @Test
  void undeclaredCapabilitiesShareOneStream() {
    for (int i = 0; i < 50; i++) {
      world.take(Toy.score("i" + i, "s" + i, "invented-" + i, Toy.START + i, 1));
    }
    tick(Toy.START + 60_000);
    assertThat(world.drift().streams())
        .extracting(stream -> stream.capability())
        .containsOnly("other");
    assertThat(samples("other")).isEqualTo(50);
  }

  @Test
  void serviceWithoutPolicyIsLeftOutAndLeavesNothingBehind() {
    world.definitions = Definitions.NONE;
    tick(Toy.START);
    world.take(Toy.correction("x", "source", Toy.START, "text"));
    assertThat(world.count(NO_POLICY)).isEqualTo(2);
    assertThat(world.table.size()).isZero();
  }

  @Test
  void memoryIsBoundedWhenEveryRequestIsASessionOfItsOwn() {
    for (int i = 0; i < 60_000; i++) {
      world.take(Toy.score("i" + i, "s" + i, "date", Toy.START, 1));
    }
    assertThat(world.leftOut).containsKey(io.homeostat.monitor.MonitorCounters.LeftOut.FULL);
    assertThat(world.table.bytes()).isLessThan(40_000_000);
  }
}
