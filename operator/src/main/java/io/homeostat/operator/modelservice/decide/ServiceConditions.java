package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Rejected;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import java.util.Optional;

/**
 * The conditions of a ModelService after a decision; a message tells what to write where Git and
 * traffic differ.
 */
public final class ServiceConditions {
  public static final String READY = "Ready";
  public static final String PROGRESSING = "Progressing";
  public static final String REPAIR_ACTIVE = "RepairActive";
  public static final String ROLLED_BACK = "RolledBack";
  public static final String AWAITING_GIT = "AwaitingGit";
  public static final String NAME_CONFLICT = "NameConflict";

  private ServiceConditions() {}

  /**
   * The conditions.
   *
   * @param before what status says now
   * @param olderClaimant {@code namespace/name} of an older service with the same model name
   */
  public static Conditions of(
      Conditions before,
      ServiceObservation seen,
      ServiceDecision decided,
      Optional<String> olderClaimant) {
    ServiceDecision.Progress progress = decided.progress();
    Conditions next =
        ready(before, seen, decided.plan())
            .with(
                PROGRESSING,
                progress.moving() ? ConditionStatus.TRUE : ConditionStatus.FALSE,
                progress.reason(),
                progress.message());
    next = name(next, seen, olderClaimant);
    return decided.plan() == null || decided.spec() == null
        ? next
        : awaitingGit(rolledBack(repairActive(next, seen, decided), seen, decided), seen, decided);
  }

  private static Conditions ready(
      Conditions conditions, ServiceObservation seen, TrafficPlanSpec plan) {
    if (plan != null && seen.readyPods() > 0) {
      return conditions.with(
          READY,
          ConditionStatus.TRUE,
          ServiceReason.Serving,
          "release '%s' serves".formatted(plan.stable()));
    }
    if (seen.replicas() == 0) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          ServiceReason.ScaledToZero,
          "spec.replicas is 0, and requests get 503 with Retry-After: set it to 1 or more");
    }
    String pool = PoolName.of(plan, Routes.tupleIn(plan, plan == null ? null : plan.stable()));
    String trouble =
        seen.engines()
            .pool(pool)
            .flatMap(EngineView.Pool::trouble)
            .map(found -> " (" + found.message() + ")")
            .orElse("");
    boolean foreign = seen.engines().pool(pool).filter(EngineView.Pool::foreign).isPresent();
    if (foreign) {
      return conditions.with(
          READY,
          ConditionStatus.FALSE,
          ServiceReason.ForeignEngineNotReady,
          "the engine that somebody else runs is not ready" + trouble);
    }
    return conditions.with(
        READY,
        ConditionStatus.FALSE,
        ServiceReason.EngineNotReady,
        "no engine pod is ready: look at the pods of Deployment '%s-%s'%s"
            .formatted(seen.service(), pool, trouble));
  }

  private static Conditions name(
      Conditions conditions, ServiceObservation seen, Optional<String> olderClaimant) {
    String name = CanaryDefaults.orElse(seen.spec().modelName(), seen.service());
    return olderClaimant
        .map(
            older ->
                conditions.with(
                    NAME_CONFLICT,
                    ConditionStatus.TRUE,
                    ServiceReason.OlderServiceHasName,
                    "model name '%s' belongs to the older ModelService %s; clients reach this one as namespace/name: choose another spec.modelName"
                        .formatted(name, older)))
        .orElseGet(
            () ->
                conditions.with(
                    NAME_CONFLICT,
                    ConditionStatus.FALSE,
                    ServiceReason.NameIsFree,
                    "clients reach it as model '%s'".formatted(name)));
  }

  private static Conditions repairActive(
      Conditions conditions, ServiceObservation seen, ServiceDecision decided) {
    ReleaseTuple stable = stable(seen, decided);
    if (stable.adapter() != null && !stable.adapter().equals(decided.spec().tuple().adapter())) {
      String keeps =
          decided.spec().keepsAdapter()
              ? "edits of the spec keep it, as this says"
              : "the next change of the spec drops it, unless Git says";
      return conditions.with(
          REPAIR_ACTIVE,
          ConditionStatus.TRUE,
          ServiceReason.AdapterAheadOfSpec,
          "stable '%s' answers with adapter '%s'; %s:\n%s"
              .formatted(
                  decided.plan().stable(),
                  stable.adapter().name(),
                  keeps,
                  SpecTuple.pinsAdapter(seen.spec())
                      ? GitYaml.toPin(stable.adapter())
                      : GitYaml.toKeepAdapter()));
    }
    boolean ahead =
        !decided.spec().matches(stable)
            && decided.progress().reason() == ServiceReason.NotReleased
            && refusal(seen, decided).isEmpty();
    return ahead
        ? conditions.with(
            REPAIR_ACTIVE,
            ConditionStatus.TRUE,
            ServiceReason.ReleaseAheadOfSpec,
            "stable '%s' is not what the spec says; to make Git agree, write:\n%s"
                .formatted(decided.plan().stable(), GitYaml.toServe(decided.spec(), stable)))
        : conditions.with(
            REPAIR_ACTIVE,
            ConditionStatus.FALSE,
            ServiceReason.SpecInTraffic,
            "nothing runs ahead of the spec");
  }

  private static Conditions rolledBack(
      Conditions conditions, ServiceObservation seen, ServiceDecision decided) {
    ReleaseTuple stable = stable(seen, decided);
    Optional<Rejected> refusal = refusal(seen, decided);
    if (refusal.isEmpty()) {
      return conditions.with(
          ROLLED_BACK,
          ConditionStatus.FALSE,
          ServiceReason.NothingRefused,
          "nothing that the spec asks for was refused");
    }
    return conditions.with(
        ROLLED_BACK,
        ConditionStatus.TRUE,
        ServiceReason.CandidateRefused,
        "release '%s', which the spec asks for, was refused (%s); it is not tried again until the spec changes or an Intervention says Retry. To make Git agree with '%s', which serves, write:\n%s"
            .formatted(
                refusal.get().release(),
                refusal.get().reason(),
                decided.plan().stable(),
                GitYaml.toServe(decided.spec(), stable)));
  }

  /** Whether a repair waits for a commit, because Git and not the operator chooses the adapter. */
  private static Conditions awaitingGit(
      Conditions conditions, ServiceObservation seen, ServiceDecision decided) {
    Optional<Lineage.Repair> repair =
        seen.lineage().awaitingGit().filter(waiting -> !SpecTuple.managesAdapter(seen.spec()));
    Optional<ReleaseTuple.Adapter> adapter =
        repair
            .map(waiting -> seen.tuple(waiting.release()))
            .map(ReleaseTuple::adapter)
            .filter(found -> !found.equals(stable(seen, decided).adapter()))
            .filter(found -> !found.equals(decided.spec().tuple().adapter()));
    return adapter.isEmpty()
        ? conditions.with(
            AWAITING_GIT,
            ConditionStatus.FALSE,
            ServiceReason.NothingToCommit,
            "no repair waits for a commit")
        : conditions.with(
            AWAITING_GIT,
            ConditionStatus.TRUE,
            ServiceReason.RepairToCommit,
            "HealingRun '%s' has an adapter that passed its Evaluation; spec.adapter.mode is %s, so it serves when Git says so:\n%s"
                .formatted(
                    repair.orElseThrow().name(),
                    seen.spec().adapter().mode(),
                    GitYaml.toPin(adapter.get())));
  }

  /**
   * The refused release that is what the spec asks for, whatever adapter it had; none when stable
   * is that already.
   */
  private static Optional<Rejected> refusal(ServiceObservation seen, ServiceDecision decided) {
    SpecTuple spec = decided.spec();
    ReleaseTuple stable = stable(seen, decided);
    if (spec.matches(stable)) {
      return Optional.empty();
    }
    String asked = ReleaseFingerprint.of(spec.candidate(stable));
    return decided.plan().rejected().stream()
        .filter(
            rejected ->
                rejected.fingerprint().equals(asked)
                    || (seen.tuple(rejected.release()) != null
                        && spec.matches(seen.tuple(rejected.release()))))
        .reduce((first, second) -> second);
  }

  private static ReleaseTuple stable(ServiceObservation seen, ServiceDecision decided) {
    ReleaseTuple inPlan = Routes.tupleIn(decided.plan(), decided.plan().stable());
    return inPlan != null ? inPlan : seen.tuple(decided.plan().stable());
  }
}
