package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scores that come late, out of order, or from gateways whose clocks differ. */
class LateRecordsTest extends DrivenTopology {
  private static final int SESSIONS = 400;
  private static final Score LAST = Toy.score("last", "last", "other", Toy.START + 3_600_000, 1);

  private static List<Score> recorded() {
    return new Traffic(21).sessions(SESSIONS);
  }

  private List<DriftVerdict.Stream> saidOf(List<Score> scores) throws Exception {
    stop();
    start();
    judge(true);
    scores.forEach(this::send);
    send(LAST);
    return drift().streams();
  }

  private double leftOut(String reason) {
    var counter =
        registry.find("homeostat.monitor.records.left.out").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  /** In the order in which they come when each is late by up to so much. */
  private static List<Score> delayed(List<Score> scores, long most) {
    Random random = new Random(22);
    Map<String, Long> arrival = new HashMap<>();
    for (Score score : scores) {
      arrival.put(score.interactionId(), score.timeMillis() + (long) (random.nextDouble() * most));
    }
    return scores.stream()
        .sorted(Comparator.comparing(score -> arrival.get(score.interactionId())))
        .toList();
  }

  @Test
  void orderWithinTheAllowedLatenessDoesNotMatter() throws Exception {
    List<Score> scores = recorded();
    List<Score> shuffled = delayed(scores, Toy.LATENESS - 500);
    assertThat(shuffled).isNotEqualTo(scores);
    List<DriftVerdict.Stream> inOrder = saidOf(scores);
    assertThat(inOrder).extracting(DriftVerdict.Stream::state).contains("Watching");
    assertThat(saidOf(shuffled))
        .as(
            "all but the delay to expect, which is worked out when the baseline has grown by a"
                + " tenth")
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("expectedDelaySeconds")
        .isEqualTo(inOrder);
    assertThat(leftOut("late")).isZero();
  }

  @Test
  void whatComesLaterThanAllowedIsCountedAndChangesNothing() throws Exception {
    List<Score> scores = recorded();
    List<DriftVerdict.Stream> withoutThem = saidOf(scores);
    stop();
    start();
    judge(true);
    for (int i = 0; i < scores.size(); i++) {
      Score score = scores.get(i);
      send(score);
      if (i % 10 == 0 && i > 100) {
        long late = score.timeMillis() - Toy.LATENESS - Toy.WINDOW - 1;
        send(Toy.score("late-" + i, "late-" + i, "date", late, 0));
      }
    }
    send(LAST);
    assertThat(drift().streams()).isEqualTo(withoutThem);
    assertThat(leftOut("late")).isEqualTo(69);
  }

  @Test
  void gatewayWhoseClockIsAheadMakesNoScoreOfAnotherLate() throws Exception {
    judge(true);
    for (Score score : recorded()) {
      boolean ahead = score.session().hashCode() % 3 == 0;
      long claimed = score.timeMillis() + (ahead ? 200_000 : 0);
      Score stamped =
          Toy.score(
              score.interactionId(),
              score.session(),
              score.capability(),
              claimed,
              score.composite());
      send(
          Topics.key(score.service(), score.interactionId()),
          EventCodec.encode(stamped),
          score.timeMillis() + 2_000);
    }
    assertThat(leftOut("late")).isZero();
    assertThat(letters.isEmpty()).isTrue();
    assertThat(registry.get("homeostat.monitor.sessions.closed").counter().count())
        .as("two thirds by now, the others when the time that they claim has come")
        .isGreaterThan(SESSIONS / 2d);
  }
}
