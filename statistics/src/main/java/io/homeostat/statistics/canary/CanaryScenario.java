package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.random.RandomGenerator;

/**
 * A canary that could be: plays it through the very {@link CanaryComparison} that decides real
 * ones, so that its chances and its length are known before it is applied.
 *
 * <p>A unit is a session of {@code turns} answers; its value is their mean. Two answers of a
 * session have the given correlation: each is the session's own draw with probability √correlation,
 * else a draw of its own. The candidate's effect is on the first metric, on the others it is like
 * stable; metrics are independent. In a split each session enters the candidate with probability
 * {@code share}; in a shadow each brings a pair. One declared step.
 *
 * @param stable scores in [0, 1] of stable, on every metric
 * @param candidate scores in [0, 1] of the candidate on the first metric
 * @param settings with a maximum of units, at which a run ends at the latest
 * @param share of the sessions that the candidate gets, in (0, 1); meaningless in a shadow
 * @param shadow whether the candidate answers copies of stable's requests
 * @param turns answers per session, 1 to 1,000
 * @param correlation of the answers of one session, in [0, 1]
 */
public record CanaryScenario(
    ScoreDistribution stable,
    ScoreDistribution candidate,
    CanarySettings settings,
    double share,
    boolean shadow,
    int turns,
    double correlation) {
  private static final int MOST_TURNS = 1_000;

  /** Checks the ranges. */
  public CanaryScenario {
    if (!stable.isUnit() || !candidate.isUnit()) {
      throw new IllegalArgumentException("a canary compares scores in [0, 1]");
    }
    if (settings.maximumUnits() == CanarySettings.NO_MAXIMUM) {
      throw new IllegalArgumentException("a scenario needs a maximum of units to come to an end");
    }
    Require.between("the candidate's share", share, 0, 1);
    Require.within("the answers per session", turns, 1, MOST_TURNS);
    Require.unit("the intra-session correlation", correlation);
  }

  /**
   * One run.
   *
   * @param outcome never CONTINUE
   * @param control units of stable
   * @param candidate units of the candidate
   * @param sessions users' sessions that it took
   */
  public record Run(Outcome outcome, long control, long candidate, long sessions) {
    /** Units of the smaller arm. */
    public long units() {
      return Math.min(control, candidate);
    }
  }

  /** Plays the canary once, looking after every session. */
  public Run play(RandomGenerator random) {
    CanaryComparison canary = CanaryComparison.start(settings);
    long sessions = 0;
    while (canary.outcome() == Outcome.CONTINUE) {
      sessions++;
      if (shadow) {
        pair(canary, random);
      } else {
        Arm arm = random.nextDouble() < share ? Arm.CANDIDATE : Arm.CONTROL;
        canary.observeUnit(arm, share);
        for (int metric = 0; metric < settings.metrics().size(); metric++) {
          canary.observe(metric, arm, session(scores(metric, arm), random));
        }
      }
    }
    CanaryDecision end = canary.decide();
    return new Run(end.outcome(), end.units().control(), end.units().candidate(), sessions);
  }

  private void pair(CanaryComparison canary, RandomGenerator random) {
    canary.observeUnit(Arm.CONTROL, 0);
    canary.observeUnit(Arm.CANDIDATE, 0);
    for (int metric = 0; metric < settings.metrics().size(); metric++) {
      double tried = session(scores(metric, Arm.CANDIDATE), random);
      canary.observePair(metric, tried, session(stable, random));
    }
  }

  private ScoreDistribution scores(int metric, Arm arm) {
    return metric == 0 && arm == Arm.CANDIDATE ? candidate : stable;
  }

  private double session(ScoreDistribution scores, RandomGenerator random) {
    if (turns == 1) {
      return scores.draw(random);
    }
    double common = scores.draw(random);
    double sharing = Math.sqrt(correlation);
    double sum = 0;
    for (int turn = 0; turn < turns; turn++) {
      sum += random.nextDouble() < sharing ? common : scores.draw(random);
    }
    return Math.clamp(sum / turns, 0, 1);
  }
}
