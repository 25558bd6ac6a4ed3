package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryObservation.Candidate;
import io.homeostat.operator.canary.decide.CanaryObservation.Order;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One canary with everything as it should be; each test changes what it is about. */
final class SeenCanary {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Instant DECIDED = Instant.parse("2026-11-21T10:00:58.250Z");
  static final String UID = "canary-uid";
  static final String FINGERPRINT = "f".repeat(64);
  static final CanaryPlan PLAN =
      new CanaryPlan(
          List.of(new Step(100, 50, 30), new Step(500, 100, 0)),
          null,
          "0.05",
          200,
          600,
          50,
          3600,
          120);
  static final CanaryRules RULES = CanaryRules.of(PLAN);

  CanaryRules rules = RULES;
  List<Reading> readings = List.of();
  CanaryProgress before = CanaryProgress.of(null);
  Candidate candidate = new Candidate("new", FINGERPRINT, true, "");
  Traffic traffic = new Traffic(true, "old", UID);
  CanaryVerdict verdict;
  Order order;
  String superseded;
  String stopped;
  CanaryObservation.Followed followed;
  Instant now = START;

  static SeenCanary by(CanaryPlan plan) {
    return by(CanaryRules.of(plan));
  }

  static SeenCanary by(CanaryRules rules) {
    SeenCanary seen = new SeenCanary();
    seen.rules = rules;
    return seen;
  }

  /** At a step of its own rules, a minute later. */
  SeenCanary step(int number, long samplesAtStep, Instant since) {
    before =
        before
            .started("old", rules.digest(), rules.step(0), START)
            .atStep(number, rules.step(number), samplesAtStep, since);
    now = since.plusSeconds(60);
    return this;
  }

  /** The monitor says that these analyses are breached. */
  SeenCanary breached(long units, String... names) {
    says("RollBack", "Breach", units);
    verdict = with(verdict, Stream.of(names).map(SeenCanary::breach).toList(), verdict.trust());
    return this;
  }

  /** So many pairs of answers were compared. */
  SeenCanary pairs(long pairs) {
    verdict = with(verdict, verdict.metrics(), new CanaryVerdict.Trust(0, 0, 0, 0, pairs));
    return this;
  }

  SeenCanary measured(double difference, double half) {
    verdict = with(verdict, List.of(metric("quality", difference, half)), verdict.trust());
    return this;
  }

  static CanaryVerdict.Metric metric(String name, double difference, double half) {
    return new CanaryVerdict.Metric(
        name,
        "Quality",
        null,
        "NonInferiority",
        difference,
        difference - half,
        difference + half,
        3.0,
        0.0,
        100);
  }

  private static CanaryVerdict.Metric breach(String name) {
    return new CanaryVerdict.Metric(
        name,
        "Quality",
        null,
        "NonInferiority",
        -0.2,
        -0.3,
        -0.1,
        0.0,
        9.0,
        100,
        true,
        null,
        null,
        null);
  }

  private static CanaryVerdict with(
      CanaryVerdict v, List<CanaryVerdict.Metric> metrics, CanaryVerdict.Trust trust) {
    return new CanaryVerdict(
        1,
        v.subject(),
        v.subjectUid(),
        v.service(),
        v.asOfMillis(),
        v.fingerprint(),
        v.planDigest(),
        v.decision(),
        v.reason(),
        v.message(),
        v.candidateUnits(),
        v.stableUnits(),
        metrics,
        trust,
        List.of(),
        DECIDED.toEpochMilli());
  }

  static SeenCanary waiting() {
    return new SeenCanary();
  }

  static SeenCanary atStep(int number, long samplesAtStep, Instant since) {
    SeenCanary seen = new SeenCanary();
    seen.before =
        new CanaryProgress(
            CanaryState.Progressing,
            "old",
            RULES.digest(),
            number,
            RULES.step(number).weight(),
            START,
            since,
            samplesAtStep,
            null);
    seen.now = since.plusSeconds(60);
    return seen;
  }

  static SeenCanary baking() {
    SeenCanary seen = atStep(1, 0, START);
    seen.before = seen.before.promoted(50, START);
    seen.traffic = new Traffic(true, "new", UID);
    return seen;
  }

  SeenCanary in(CanaryState state) {
    before =
        switch (state) {
          case Parked ->
              before.held(state, CanaryRules.StepRule.NOTHING, CanaryHold.By.Data, START);
          case Paused -> before.held(state, rules.step(before.step()), CanaryHold.By.Person, START);
          case Progressing -> before;
          default -> before.ended(state, START);
        };
    return this;
  }

  SeenCanary says(String decision, String reason, long units) {
    verdict =
        new CanaryVerdict(
            1,
            "ns/c",
            UID,
            "ns/s",
            now.minusSeconds(2).toEpochMilli(),
            FINGERPRINT,
            rules.digest(),
            decision,
            reason,
            "evidence in words",
            units,
            units + 10,
            List.of());
    return this;
  }

  SeenCanary ordered(String action) {
    order = new Order(action, "because");
    return this;
  }

  CanaryDecision decide() {
    return CanaryDecider.decide(
        new CanaryObservation(
            UID,
            rules,
            before,
            candidate,
            traffic,
            Optional.ofNullable(verdict),
            Optional.ofNullable(order),
            Optional.ofNullable(superseded),
            Optional.ofNullable(stopped),
            readings,
            Optional.ofNullable(followed),
            now));
  }

  static CanaryVerdict copy(CanaryVerdict v, String uid, String fingerprint, String digest) {
    return new CanaryVerdict(
        1,
        v.subject(),
        uid,
        v.service(),
        v.asOfMillis(),
        fingerprint,
        digest,
        v.decision(),
        v.reason(),
        v.message(),
        v.candidateUnits(),
        v.stableUnits(),
        v.metrics());
  }
}
