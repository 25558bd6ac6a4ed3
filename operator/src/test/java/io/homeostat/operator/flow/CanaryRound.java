package io.homeostat.operator.flow;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryDecider;
import io.homeostat.operator.canary.decide.CanaryDecision;
import io.homeostat.operator.canary.decide.CanaryFigures;
import io.homeostat.operator.canary.decide.CanaryObservation;
import io.homeostat.operator.canary.decide.CanaryProgress;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.canary.decide.CanaryStatuses;
import io.homeostat.operator.canary.decide.PodWait;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** One reconcile of a canary that has not ended: what it sees of the world, and what it decides. */
final class CanaryRound {
  private final World world;
  private final Canary canary;
  private final CanaryRules rules;
  private final ReleaseSpec release;

  CanaryRound(World world, Canary canary) {
    this.world = world;
    this.canary = canary;
    this.rules = CanaryRules.of(canary.spec());
    this.release = world.releases.get(canary.candidate());
  }

  /** The canary with the status that the round would write. */
  Canary decided() {
    CanaryDecision decision = CanaryDecider.decide(observation());
    return new Canary(
        canary.name(),
        canary.uid(),
        canary.created(),
        canary.spec(),
        status(decision),
        canary.trigger(),
        canary.superseded(),
        decision.reason() + ": " + decision.message());
  }

  private CanaryObservation observation() {
    return new CanaryObservation(
        canary.uid(),
        rules,
        CanaryProgress.of(canary.status()),
        new CanaryObservation.Candidate(
            canary.candidate(),
            release == null ? null : release.fingerprint(),
            !world.unproven.contains(canary.candidate()),
            ""),
        new CanaryObservation.Traffic(
            true,
            world.plan == null ? null : world.plan.stable(),
            world.plan == null ? null : world.plan.salt(),
            world.plan == null ? null : world.plan.anchor(),
            Turns.byHand(world).map(TrafficOrder::words),
            pods()),
        verdict(),
        order(),
        Optional.ofNullable(canary.superseded()),
        world.stopped ? Optional.of("stopped") : Optional.empty(),
        world.now);
  }

  private Optional<PodWait> pods() {
    if (world.plan == null) {
      return Optional.empty();
    }
    Optional<String> lacking =
        Optional.of(world.decideService().progress())
            .filter(progress -> ServiceReason.lacksPods(progress.reason().name()))
            .map(progress -> progress.message());
    return PodWait.of(world.plan, canary.candidate(), CanaryProgress.of(canary.status()), lacking);
  }

  private CanaryReleaseStatus status(CanaryDecision decision) {
    return CanaryStatuses.of(
        decision,
        rules,
        Conditions.from(
            canary.status() == null ? null : canary.status().conditions(),
            1L,
            Clock.fixed(world.now, ZoneOffset.UTC)),
        1L,
        CanaryFigures.of(verdict(), canary.spec().plan()));
  }

  private Optional<CanaryVerdict> verdict() {
    boolean monitored = canary.state() != CanaryState.Waiting && release != null && !world.silent;
    return monitored
        ? Optional.of(
            new CanaryVerdict(
                1,
                "ns/" + canary.name(),
                canary.uid(),
                "ns/support",
                world.now.toEpochMilli(),
                release.fingerprint(),
                rules.digest(),
                world.verdict,
                world.verdict,
                "evidence",
                world.units,
                world.units,
                metrics(),
                new CanaryVerdict.Trust(0, 0, 0, 0, world.pairs),
                List.of(),
                null))
        : Optional.empty();
  }

  private List<CanaryVerdict.Metric> metrics() {
    return world.difference == null
        ? List.of()
        : List.of(
            new CanaryVerdict.Metric(
                "quality",
                "Quality",
                null,
                "NonInferiority",
                world.difference,
                world.difference - 0.01,
                world.difference + 0.01,
                9.0,
                0.0,
                100));
  }

  /**
   * Orders for canaries name their action after a slash; a rollback of the service concerns them,
   * too.
   */
  private Optional<CanaryObservation.Order> order() {
    return Optional.ofNullable(world.order)
        .filter(given -> !List.of("Retry", "SetTraffic").contains(given.action()))
        .filter(given -> world.handled.find(given.uid()).isEmpty())
        .map(given -> new CanaryObservation.Order(given.action(), given.reason()));
  }
}
