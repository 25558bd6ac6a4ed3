package io.homeostat.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
  static Plan plan(int candidate, int holdback) {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm("stable", Role.STABLE, 1000 - candidate - holdback));
    arms.add(arm("candidate", Role.CANDIDATE, candidate));
    if (holdback > 0) {
      arms.add(arm("old", Role.HOLDBACK, holdback));
    }
    return new Plan(1, "salt", arms);
  }

  static Arm arm(String release, Role role, int weight) {
    return new Arm(release, role, weight, release + "-model", "", Sampling.AS_REQUESTED);
  }

  @Test
  void moreWeightOnlyMovesSessionsToTheCandidateAndLessOnlyBack() {
    for (int place = 0; place < Split.PLACES; place++) {
      boolean was = false;
      for (int weight = 0; weight <= 1000; weight += 50) {
        boolean is = Split.arm(plan(weight, 0), place, true).role() == Role.CANDIDATE;
        assertThat(is).as("place %d weight %d", place, weight).isIn(was, true);
        was = is;
      }
      assertThat(was).as("at 1000 all sessions are the candidate's").isTrue();
    }
  }

  @Test
  void weightsAreSharesOfTheLine() {
    for (int[] weights : new int[][] {{0, 0}, {50, 0}, {500, 100}, {900, 100}}) {
      Plan plan = plan(weights[0], weights[1]);
      long candidate =
          java.util.stream.IntStream.range(0, 1000)
              .filter(p -> Split.arm(plan, p, true).role() == Role.CANDIDATE)
              .count();
      long holdback =
          java.util.stream.IntStream.range(0, 1000)
              .filter(p -> Split.arm(plan, p, true).role() == Role.HOLDBACK)
              .count();
      assertThat(candidate).isEqualTo(weights[0]);
      assertThat(holdback).isEqualTo(weights[1]);
    }
  }

  @Test
  void theCandidateAndTheHoldbackComeFromOppositeEnds() {
    assertThat(Split.arm(plan(50, 0), 0, true).release()).isEqualTo("candidate");
    assertThat(Split.arm(plan(50, 0), 50, true).release()).isEqualTo("stable");
    assertThat(Split.arm(plan(0, 100), 0, true).release()).isEqualTo("stable");
    assertThat(Split.arm(plan(0, 100), 900, true).release()).isEqualTo("old");
  }

  @Test
  void aGatewayThatNobodyAsksGivesTheCandidatesShareToStableAndKeepsTheHoldback() {
    Plan plan = plan(500, 100);
    assertThat(Split.arm(plan, 10, false).release()).isEqualTo("stable");
    assertThat(Split.arm(plan, 950, false).release()).isEqualTo("old");
  }

  @Test
  void aShadowTakesNoPlaceBesideACandidateAndAHoldback() {
    Plan without = plan(300, 100);
    List<Arm> arms = new ArrayList<>(without.arms());
    arms.addFirst(
        new Arm("shadow", Role.SHADOW, 0, "shadow", "", Sampling.AS_REQUESTED, null, 1000));
    Plan with = new Plan(1, "salt", arms);
    for (int place = 0; place < Split.PLACES; place++) {
      for (boolean fresh : new boolean[] {true, false}) {
        assertThat(Split.arm(with, place, fresh)).isEqualTo(Split.arm(without, place, fresh));
      }
    }
  }

  @Test
  void placesAreEvenAndDifferWithTheSalt() {
    int below = 0;
    int same = 0;
    for (int i = 0; i < 20_000; i++) {
      String session = SessionDigest.of("ns/s", "desk", "session-" + i, null, null, "r");
      int place = Split.place(session, "one");
      assertThat(place).isBetween(0, 999);
      below += place < 100 ? 1 : 0;
      same += (place < 100) == (Split.place(session, "two") < 100) ? 1 : 0;
    }
    assertThat(below).isCloseTo(2_000, within(200));
    assertThat(same)
        .as("shares of two salts overlap as by chance: .1*.1 + .9*.9")
        .isCloseTo(16_400, within(400));
  }

  @Test
  void aPlanHasOneStableArm() {
    assertThatThrownBy(() -> new Plan(1, "", List.of(arm("c", Role.CANDIDATE, 0))))
        .hasMessageContaining("one route with role Stable, found 0");
  }

  @Test
  void theFirstThingThatNamesASessionWins() {
    String header = SessionDigest.of("ns/s", "desk", "h", "b", "m", "r");
    assertThat(header).hasSize(32).matches("[0-9a-f]+");
    assertThat(SessionDigest.of("ns/s", "desk", "h", "other", "other", "other")).isEqualTo(header);
    assertThat(SessionDigest.of("ns/s", "desk", " ", "b", "m", "r"))
        .isEqualTo(SessionDigest.of("ns/s", "desk", null, "b", "x", "y"));
    assertThat(SessionDigest.of("ns/s", "desk", null, null, "m", "r"))
        .isEqualTo(SessionDigest.of("ns/s", "desk", null, null, "m", "y"));
    assertThat(SessionDigest.of("ns/s", "desk", null, null, null, "r"))
        .isNotEqualTo(SessionDigest.of("ns/s", "desk", null, null, null, "y"));
    assertThat(SessionDigest.of("ns/s", "other", "h", "b", "m", "r")).isNotEqualTo(header);
    assertThat(SessionDigest.of("ns/t", "desk", "h", "b", "m", "r")).isNotEqualTo(header);
    assertThat(SessionDigest.of("ns/s", "desk", null, "h", "m", "r")).isNotEqualTo(header);
  }

  @Test
  void theCandidateIsServedUntilNobodyAskedForTwoMinutes() {
    long[] now = {0};
    OperatorContact contact = new OperatorContact(() -> now[0]);
    now[0] = 119_999;
    assertThat(contact.isFresh()).isTrue();
    now[0] = 120_000;
    assertThat(contact.isFresh()).isFalse();
    contact.asked();
    assertThat(contact.isFresh()).isTrue();
  }
}
