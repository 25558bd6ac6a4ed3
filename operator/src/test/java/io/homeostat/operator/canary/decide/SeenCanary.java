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

/** One canary with everything as it should be; each test changes what it is about. */
final class SeenCanary {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
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
  Instant now = START;

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
            RULES.digest(),
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
