package io.homeostat.operator.healing.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRunStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * Walks through the steps of a repair. Every step looks at what exists, never at what the run
 * remembers, so that a run goes on from wherever it was left.
 */
public final class RunProgress {
  public static final String SUCCEEDED = "Succeeded";

  private static final List<RunStep> STEPS =
      List.of(
          new AttributeCause(),
          new BuildDataset(),
          new TrainAdapter(),
          new MakeRelease(),
          new EvaluateRelease(),
          new ReleaseByCanary());

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
      switch (step.look(run)) {
        case RunStep.Outcome.Passed passed ->
            conditions =
                conditions.with(
                    step.condition(), ConditionStatus.TRUE, passed.reason(), passed.message());
        case RunStep.Outcome.Waiting waiting -> {
          return underWay(run, conditions, step, waiting.reason(), waiting.message(), null);
        }
        case RunStep.Outcome.Missing missing -> {
          return underWay(
              run, conditions, step, RunReason.Creating, "making its object", missing.child());
        }
        case RunStep.Outcome.Ended ended -> {
          return ended(run, conditions, step, ended);
        }
      }
    }
    return healed(run, conditions);
  }

  private RunDecision underWay(
      RunView run,
      Conditions conditions,
      RunStep step,
      RunReason reason,
      String message,
      RunChild create) {
    Conditions all =
        conditions
            .with(step.condition(), ConditionStatus.UNKNOWN, reason, message)
            .with(
                SUCCEEDED,
                ConditionStatus.UNKNOWN,
                RunReason.Running,
                "%s: %s".formatted(step.condition(), message));
    return new RunDecision(
        status(run, all, step.state(), null, null), create, false, reason, message);
  }

  private RunDecision ended(
      RunView run, Conditions conditions, RunStep step, RunStep.Outcome.Ended ended) {
    Conditions all =
        conditions
            .with(step.condition(), ConditionStatus.FALSE, ended.reason(), ended.message())
            .with(SUCCEEDED, ConditionStatus.FALSE, ended.reason(), ended.message());
    String state =
        switch (ended.reason()) {
          case Superseded, AwaitingGit -> ended.reason().name();
          default -> "Failed";
        };
    return new RunDecision(
        status(run, all, state, now(), null), null, true, ended.reason(), ended.message());
  }

  private RunDecision healed(RunView run, Conditions conditions) {
    String effect = effect(run);
    String message =
        effect == null
            ? "Release '%s' is stable".formatted(run.release().name())
            : "Release '%s' is stable; '%s' got better by %s"
                .formatted(run.release().name(), run.spec().drift().capability(), effect);
    Conditions all = conditions.with(SUCCEEDED, ConditionStatus.TRUE, RunReason.Promoted, message);
    return new RunDecision(
        status(run, all, "Succeeded", now(), effect), null, true, RunReason.Promoted, message);
  }

  private static HealingRunStatus status(
      RunView run, Conditions conditions, String state, String finishedAt, String effect) {
    return new HealingRunStatus(
        run.generation(),
        inOrder(conditions.list()),
        state,
        nameOf(run.dataset()),
        nameOf(run.fineTune()),
        nameOf(run.release()),
        nameOf(run.evaluation()),
        nameOf(run.canary()),
        run.createdAt(),
        finishedAt,
        effect);
  }

  /** The steps in their order, the outcome last. */
  private static List<Condition> inOrder(List<Condition> conditions) {
    List<String> steps = STEPS.stream().map(RunStep::condition).toList();
    return conditions.stream()
        .sorted(
            Comparator.comparingInt(
                c -> SUCCEEDED.equals(c.getType()) ? STEPS.size() : steps.indexOf(c.getType())))
        .toList();
  }

  private static String nameOf(RunView.Child<?> child) {
    return child.exists() ? child.name() : null;
  }

  /**
   * The difference between the arms on the drifted capability, as the canary measured it
   * concurrently.
   */
  private static String effect(RunView run) {
    CanaryReleaseStatus canary = run.canary().status();
    return canary.metrics().stream()
        .filter(
            m ->
                "Quality".equals(m.metric())
                    && run.spec().drift().capability().equals(m.capability()))
        .filter(m -> m.difference() != null)
        .findFirst()
        .map(m -> "%s [%s, %s]".formatted(m.difference(), m.lower(), m.upper()))
        .orElse(canary.difference());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
