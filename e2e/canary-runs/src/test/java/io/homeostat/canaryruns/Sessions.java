package io.homeostat.canaryruns;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.statistics.distribution.BetaScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sessions of four answers that resemble each other: two answers of a session have the correlation
 * .3. Scores are Beta with spread like Beta(8, 2).
 */
final class Sessions {
  private static final int TURNS = 4;
  private static final double SHARING = Math.sqrt(0.3);
  private static final double STABLE_MEAN = 0.8;

  private final RandomGenerator random;
  private final BetaScores stable = scores(STABLE_MEAN);
  private final BetaScores candidate;
  private int sessions;

  Sessions(RandomGenerator random, double effect) {
    this.random = random;
    this.candidate = scores(STABLE_MEAN + effect);
  }

  private static BetaScores scores(double mean) {
    return new BetaScores(10 * mean, 10 * (1 - mean));
  }

  /** The scores of the next session. */
  List<Score> next(String release, String role, long revision, long startMillis) {
    BetaScores scores = role.equals("Stable") ? stable : candidate;
    double common = scores.draw(random);
    String session = "s" + sessions++;
    List<Score> turns = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      double value = random.nextDouble() < SHARING ? common : scores.draw(random);
      turns.add(
          new Score(
              EventCodec.SCHEMA_VERSION,
              session + "-" + turn,
              null,
              Declared.SERVICE,
              release,
              role,
              revision,
              session,
              "other",
              startMillis + turn * 100L,
              "set",
              Map.of("judge", value),
              value,
              null,
              false,
              true,
              null));
    }
    return turns;
  }
}
