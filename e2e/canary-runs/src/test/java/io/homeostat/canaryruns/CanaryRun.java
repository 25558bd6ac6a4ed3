package io.homeostat.canaryruns;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.DefinitionsReader;
import io.homeostat.monitor.definitions.DefinitionsReader.DeclaredObjects;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import io.homeostat.operator.canary.decide.CanaryDecider;
import io.homeostat.operator.canary.decide.CanaryDecision;
import io.homeostat.operator.canary.decide.CanaryFigures;
import io.homeostat.operator.canary.decide.CanaryObservation;
import io.homeostat.operator.canary.decide.CanaryObservation.Candidate;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import io.homeostat.operator.canary.decide.CanaryProgress;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.canary.decide.CanaryStatuses;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One canary from its start to its end: scores go through the monitor's topology, its verdicts
 * through the operator's decision, and the weight that this decides splits the next sessions.
 */
final class CanaryRun {
  private static final long START = 1_700_000_000_000L;
  private static final long BETWEEN_SESSIONS_MILLIS = 500;
  private static final int MOST_SESSIONS = 40_000;

  private final CanaryRelease canary;
  private final CanaryRules rules;
  private final SplittableRandom random;
  private final Sessions sessions;
  private PlanWeights weights = PlanWeights.UNKNOWN;
  private Definitions definitions = Definitions.NONE;
  private long revision;
  private int weight = -1;
  private long now = START;
  private CanaryVerdict verdict;

  private CanaryRun(String candidate, double effect, long seed) {
    this.canary = Declared.canary(candidate);
    this.rules = CanaryRules.of(canary.getSpec().plan());
    this.random = new SplittableRandom(seed);
    this.sessions = new Sessions(random, effect);
  }

  /**
   * How it ended.
   *
   * @param state Baking when it was promoted
   * @param verdict the last one
   * @param sessions that it took
   */
  record End(CanaryState state, CanaryVerdict verdict, int sessions) {
    boolean promoted() {
      return state == CanaryState.Baking;
    }

    boolean everyIntervalHoldsZero() {
      return verdict.metrics().stream()
          .allMatch(metric -> metric.lower() <= 0 && 0 <= metric.upper());
    }
  }

  /** Plays a candidate whose scores differ from stable's by {@code effect} on average. */
  static End ofCandidate(double effect, long seed) {
    return new CanaryRun(Declared.CANDIDATE, effect, seed).play();
  }

  /** Plays stable against itself. */
  static End ofStableAgainstItself(long seed) {
    return new CanaryRun(Declared.STABLE, 0, seed).play();
  }

  private End play() {
    try (DrivenMonitor monitor = new DrivenMonitor(() -> definitions, START)) {
      decide();
      for (int taken = 1; taken <= MOST_SESSIONS; taken++) {
        for (Score score : nextSession()) {
          monitor.send(score).ifPresent(said -> verdict = said);
        }
        CanaryState state = decide();
        if (state != CanaryState.Progressing) {
          return new End(state, verdict, taken);
        }
      }
      return new End(CanaryState.Progressing, verdict, MOST_SESSIONS);
    }
  }

  private List<Score> nextSession() {
    now += BETWEEN_SESSIONS_MILLIS;
    boolean toCandidate = random.nextInt(1_000) < weight;
    return toCandidate
        ? sessions.next(canary.getSpec().candidateRef().name(), "Candidate", revision, now)
        : sessions.next(Declared.STABLE, "Stable", revision, now);
  }

  private CanaryState decide() {
    Instant at = Instant.ofEpochMilli(now);
    String candidate = canary.getSpec().candidateRef().name();
    CanaryDecision decision =
        CanaryDecider.decide(
            new CanaryObservation(
                Declared.UID,
                rules,
                CanaryProgress.of(canary.getStatus()),
                new Candidate(candidate, Declared.fingerprint(candidate), true, ""),
                new Traffic(true, Declared.STABLE, Declared.UID),
                Optional.ofNullable(verdict),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at));
    if (canary.getStatus() == null
        || !decision.next().equals(CanaryProgress.of(canary.getStatus()))) {
      canary.setStatus(
          CanaryStatuses.of(
              decision,
              rules,
              Conditions.from(null, 1L, Clock.fixed(at, ZoneOffset.UTC)),
              1L,
              CanaryFigures.of(Optional.ofNullable(verdict), canary.getSpec().plan())));
      apply(decision.next().weight());
    }
    return decision.next().state();
  }

  private void apply(int wanted) {
    if (wanted != weight) {
      weight = wanted;
      weights =
          weights.with(
              ++revision,
              List.of(
                  new Route(Declared.STABLE, "Stable", 1_000 - weight),
                  new Route(canary.getSpec().candidateRef().name(), "Candidate", weight)));
    }
    definitions =
        DefinitionsReader.read(
            new DeclaredObjects(
                List.of(Declared.policy()),
                List.of(),
                List.of(canary),
                List.of(Declared.release(Declared.STABLE), Declared.release(Declared.CANDIDATE))),
            Map.of(Declared.SERVICE, weights));
  }
}
