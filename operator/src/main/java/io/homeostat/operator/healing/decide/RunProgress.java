package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.operator.healing.decide.RunStatuses.Addition;
import io.homeostat.operator.intervention.decide.Order;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Walks through the steps of a repair. Every step looks at what exists, never at what the run
 * remembers, so that a run goes on from wherever it was left; only a person's approval is kept in
 * the status, because nothing else shows it.
 */
public final class RunProgress {
  public static final String SUCCEEDED = "Succeeded";

  private static final List<RunStep> STEPS =
      List.of(
          new AttributeCause(),
          new BuildDataset(),
          new TrainAdapter(),
          new MergeAdapters(),
          new MakeRelease(),
          new EvaluateRelease(),
          new ReleaseByCanary(),
          new HoldRepair());
  private static final RunStatuses STATUSES =
      new RunStatuses(STEPS.stream().map(RunStep::condition).toList());

  private final Clock clock;

  public RunProgress(Clock clock) {
    this.clock = clock;
  }

  /** Whether a run is over; nothing is decided about it any more. */
  public static boolean isFinished(HealingRunStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), SUCCEEDED)
            || Conditions.isFalse(status.conditions(), SUCCEEDED));
  }

  /** Decides what to do; a run that is over must not be asked. */
  public RunDecision decide(RunView run) {
    Conditions conditions =
        Conditions.from(
            run.before() == null ? null : run.before().conditions(), run.generation(), clock);
    for (RunStep step : STEPS) {
      RunStep.Outcome outcome = step.look(run);
      if (!(outcome instanceof RunStep.Outcome.Passed passed)) {
        return stop(run, conditions, step, byOrder(run, step, outcome));
      }
      conditions =
          conditions.with(
              step.condition(), ConditionStatus.TRUE, passed.reason(), passed.message());
    }
    return healed(run, conditions);
  }

  /** A person may cancel until the repair is promoted; taking that back is a rollback. */
  private static RunStep.Outcome byOrder(RunView run, RunStep step, RunStep.Outcome outcome) {
    Order order = run.newOrder();
    boolean cancels =
        order != null && "Cancel".equals(order.action()) && !(step instanceof HoldRepair);
    return cancels
        ? new RunStep.Outcome.Ended(RunReason.Cancelled, "cancelled: " + order.reason())
        : outcome;
  }

  private RunDecision stop(
      RunView run, Conditions conditions, RunStep step, RunStep.Outcome outcome) {
    return switch (outcome) {
      case RunStep.Outcome.Waiting waiting ->
          underWay(
              run, conditions, step, waiting.reason(), waiting.message(), null, waiting.until());
      case RunStep.Outcome.Missing missing ->
          underWay(
              run,
              conditions,
              step,
              RunReason.Creating,
              "making its object",
              missing.child(),
              null);
      case RunStep.Outcome.Asking asking -> asked(run, conditions, step, asking);
      case RunStep.Outcome.Accepting accepting ->
          accepted(run, conditions, step, accepting.findings());
      case RunStep.Outcome.Ended ended -> ended(run, conditions, step, ended);
      case RunStep.Outcome.Passed passed ->
          throw new IllegalStateException("a step that has passed stops nothing: " + passed);
    };
  }

  private RunDecision underWay(
      RunView run,
      Conditions conditions,
      RunStep step,
      RunReason reason,
      String message,
      RunChild create,
      Instant until) {
    HealingRunStatus status =
        STATUSES.of(run, waiting(conditions, step, reason, message), step.state(), Addition.NONE);
    return new RunDecision(status, create, false, reason, message, until);
  }

  private RunDecision accepted(
      RunView run, Conditions conditions, RunStep step, List<String> findings) {
    String message = "the dataset is built with what a person let through";
    HealingRunStatus status =
        STATUSES.of(
            run,
            waiting(conditions, step, RunReason.Building, message),
            step.state(),
            Addition.NONE);
    return new RunDecision(status, null, findings, false, RunReason.Building, message, null);
  }

  private static Conditions waiting(
      Conditions conditions, RunStep step, RunReason reason, String message) {
    return conditions
        .with(step.condition(), ConditionStatus.UNKNOWN, reason, message)
        .with(
            SUCCEEDED,
            ConditionStatus.UNKNOWN,
            RunReason.Running,
            "%s: %s".formatted(step.condition(), message));
  }

  /**
   * A question to a person. Its answer is written down first and acted on in the next round, so
   * that a restart in between neither loses nor repeats it.
   */
  private RunDecision asked(
      RunView run, Conditions conditions, RunStep step, RunStep.Outcome.Asking asking) {
    Order order = run.newOrder();
    if (order != null && "Reject".equals(order.action())) {
      return ended(
          run,
          conditions,
          step,
          new RunStep.Outcome.Ended(RunReason.Rejected, "rejected: " + order.reason()));
    }
    if (order != null && "Approve".equals(order.action())) {
      var approval =
          new HealingRunStatus.Approval(
              asking.gate().name(), order.uid(), order.reason(), now(), asking.findings());
      String message = "approved: " + order.reason();
      return new RunDecision(
          STATUSES.of(
              run,
              waiting(conditions, step, RunReason.Approved, message),
              step.state(),
              new Addition(null, approval, null, null)),
          null,
          false,
          RunReason.Approved,
          message,
          clock.instant());
    }
    String message =
        "%s. A person decides: homeostat heal approve or reject".formatted(asking.message());
    return new RunDecision(
        STATUSES.of(
            run,
            waiting(conditions, step, RunReason.AwaitingApproval, message),
            RunReason.AwaitingApproval.name(),
            new Addition(question(run, asking), null, null, null)),
        null,
        false,
        RunReason.AwaitingApproval,
        message,
        null);
  }

  private HealingRunStatus.Question question(RunView run, RunStep.Outcome.Asking asking) {
    HealingRunStatus.Question before = run.before() == null ? null : run.before().awaiting();
    boolean same = before != null && asking.gate().name().equals(before.gate());
    return new HealingRunStatus.Question(
        asking.gate().name(), same ? before.since() : now(), asking.message(), asking.findings());
  }

  private RunDecision ended(
      RunView run, Conditions conditions, RunStep step, RunStep.Outcome.Ended ended) {
    Conditions all =
        conditions
            .with(step.condition(), ConditionStatus.FALSE, ended.reason(), ended.message())
            .with(SUCCEEDED, ConditionStatus.FALSE, ended.reason(), ended.message());
    String state =
        switch (ended.reason()) {
          case Superseded, AwaitingGit, Cancelled, Rejected, Recovered -> ended.reason().name();
          default -> "Failed";
        };
    return new RunDecision(
        STATUSES.of(
            run,
            all,
            state,
            Addition.end(now(), step instanceof HoldRepair ? RunStatuses.effect(run) : null)),
        null,
        true,
        ended.reason(),
        ended.message(),
        null);
  }

  private RunDecision healed(RunView run, Conditions conditions) {
    String effect = RunStatuses.effect(run);
    String message =
        effect == null
            ? "Release '%s' is stable".formatted(run.release().name())
            : "Release '%s' is stable; '%s' got better by %s"
                .formatted(run.release().name(), run.spec().drift().capability(), effect);
    Conditions all = conditions.with(SUCCEEDED, ConditionStatus.TRUE, RunReason.Promoted, message);
    return new RunDecision(
        STATUSES.of(run, all, "Succeeded", Addition.end(now(), effect)),
        null,
        true,
        RunReason.Promoted,
        message,
        null);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
