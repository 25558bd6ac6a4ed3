package io.homeostat.monitor;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Score;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.MonitorDefinition.Anchor;
import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.ReleaseParts;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small world for tests: one service with two capabilities, and the records that its scorer would
 * write.
 */
public final class Toy {
  public static final String SERVICE = "support/desk";
  public static final String STABLE = "desk-aaaaaaaaaa";
  public static final String CANDIDATE = "desk-bbbbbbbbbb";
  public static final String SET = "judge-set";
  public static final long START = 1_700_000_000_000L;
  public static final long WINDOW = 15_000;
  public static final long LATENESS = 5_000;

  private Toy() {}

  /** A service with this monitor and these canaries. */
  public static Definitions definitions(
      List<MonitorDefinition> monitors, CanaryDefinition... canaries) {
    return definitions(service(monitors, PlanWeights.UNKNOWN, canaries));
  }

  /** A world of one service. */
  public static Definitions definitions(ServiceDefinition service) {
    return new Definitions(Map.of(service.name(), service), List.of());
  }

  /** A service with a judge. */
  public static ServiceDefinition service(
      List<MonitorDefinition> monitors, PlanWeights weights, CanaryDefinition... canaries) {
    return service(Set.of("date", "units"), monitors, weights, canaries);
  }

  /** A service with a judge and these capabilities. */
  public static ServiceDefinition service(
      Set<String> capabilities,
      List<MonitorDefinition> monitors,
      PlanWeights weights,
      CanaryDefinition... canaries) {
    return new ServiceDefinition(
        SERVICE,
        capabilities,
        WINDOW,
        LATENESS,
        "support/judge",
        monitors,
        List.of(canaries),
        weights,
        ReleaseParts.UNKNOWN);
  }

  /** A monitor that reports from 100 sessions on and freezes at 150 after a minute. */
  public static MonitorDefinition monitor(Signal... signals) {
    return new MonitorDefinition(
        "support/desk-drift",
        "uid-drift",
        "spec-digest",
        List.of(signals),
        new DriftSettings(100, 150, 60_000, 0.1, 600_000),
        new FalseAlarmPromise.PerMonth(1),
        Anchor.NONE,
        new Prices(0.5e-6, 1.5e-6),
        false,
        false,
        Map.of());
  }

  /** A canary with quality and errors over the whole session, margin .05, 200 sessions. */
  public static CanaryDefinition canary(Phase phase, int step) {
    return new CanaryDefinition(
        "support/desk-canary",
        "uid-canary",
        CANDIDATE,
        "fingerprint",
        STABLE,
        START,
        phase,
        step,
        "plan-digest",
        List.of(
            new CanaryAnalysis("quality", CanaryMeasure.QUALITY, null, "NonInferiority"),
            new CanaryAnalysis("errors", CanaryMeasure.ERRORS, null, "NonInferiority")),
        CanarySettings.of(
            2,
            List.of(
                new CanaryMetric("quality", 0.5, 0, new PromotionGoal.NotWorse(0.05)),
                new CanaryMetric("errors", 0.5, 0, new PromotionGoal.NotWorse(0.05)))));
  }

  /** A score of stable. */
  public static Score score(
      String id, String session, String capability, long at, double composite) {
    return score(id, session, capability, at, composite, STABLE, "Stable", 1);
  }

  /** A score of any arm. */
  public static Score score(
      String id,
      String session,
      String capability,
      long at,
      double composite,
      String release,
      String role,
      long revision) {
    return new Score(
        EventCodec.SCHEMA_VERSION,
        id,
        "chatcmpl-" + id,
        SERVICE,
        release,
        role,
        revision,
        session,
        capability,
        at,
        SET,
        Map.of("judge", composite),
        composite,
        null,
        false,
        true,
        "digest-of-" + id);
  }

  /** That score as a failed answer. */
  public static Score failed(Score score) {
    return rescored(score, "judge-only-set", Map.of(), 0d, null, true, score.gating(), null);
  }

  /** That score when nobody could score it. */
  public static Score unscored(Score score) {
    return rescored(
        score,
        null,
        Map.of(),
        null,
        "JudgeUnavailable",
        false,
        score.gating(),
        score.answerDigest());
  }

  /** That score by a judge that was not calibrated. */
  public static Score ungated(Score score) {
    return rescored(
        score,
        score.scorerSet(),
        score.parts(),
        score.composite(),
        null,
        false,
        false,
        score.answerDigest());
  }

  /** That score under another scorer set. */
  public static Score under(Score score, String set) {
    return rescored(
        score, set, score.parts(), score.composite(), null, false, true, score.answerDigest());
  }

  /** That score with what the gateway measured on its request. */
  public static Score measured(Score score, long latency, Long firstToken, int outputTokens) {
    return more(
        score,
        score.role(),
        score.parts(),
        score.pair(),
        new Score.Measures(latency, firstToken, 20d, 100, outputTokens),
        score.details());
  }

  /** That score with what the scorer saw of its texts. */
  public static Score seen(Score score, Score.Details details) {
    return more(score, score.role(), score.parts(), score.pair(), score.measures(), details);
  }

  /** That score with other parts. */
  public static Score parts(Score score, Map<String, Double> parts) {
    return more(score, score.role(), parts, score.pair(), score.measures(), score.details());
  }

  /** That score as one half of a pair. */
  public static Score paired(Score score, String pair, String role) {
    return more(score, role, score.parts(), pair, score.measures(), score.details());
  }

  private static Score more(
      Score score,
      String role,
      Map<String, Double> parts,
      String pair,
      Score.Measures measures,
      Score.Details details) {
    return new Score(
        score.schemaVersion(),
        score.interactionId(),
        score.responseId(),
        score.service(),
        score.release(),
        role,
        score.planRevision(),
        score.session(),
        score.capability(),
        score.timeMillis(),
        score.scorerSet(),
        parts,
        score.composite(),
        score.unscoredReason(),
        score.failed(),
        score.gating(),
        score.answerDigest(),
        pair,
        measures,
        details);
  }

  /** The same interaction with another outcome. */
  private static Score rescored(
      Score score,
      String set,
      Map<String, Double> parts,
      Double composite,
      String unscoredReason,
      boolean failed,
      boolean gating,
      String answerDigest) {
    return new Score(
        score.schemaVersion(),
        score.interactionId(),
        score.responseId(),
        score.service(),
        score.release(),
        score.role(),
        score.planRevision(),
        score.session(),
        score.capability(),
        score.timeMillis(),
        set,
        parts,
        composite,
        unscoredReason,
        failed,
        gating,
        answerDigest,
        score.pair(),
        score.measures(),
        score.details());
  }

  /** A correction. */
  public static Feedback correction(String interaction, String source, long at, String text) {
    return new Feedback(
        EventCodec.SCHEMA_VERSION,
        "f-" + interaction,
        interaction,
        SERVICE,
        at,
        source,
        null,
        text,
        null);
  }
}
