package io.homeostat.operator.learning;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.operator.frame.FigurePace;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobProgress;
import io.homeostat.operator.learning.decide.LearningReason;
import io.homeostat.operator.learning.decide.Preparation;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What Dataset, FineTuneJob, AdapterMerge and Evaluation do alike: run the Job, ask it how far it
 * is, tell people, write the status. A Job that runs is asked every few seconds and its state is
 * read at the same time, so nothing needs to watch Jobs.
 *
 * @param <S> the status
 * @param <R> the kind
 */
final class LearningLoop<S, R extends CustomResource<?, S>> {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final Frame frame;
  private final JobRunner runner;
  private final ProgressClient progress;
  private final FigurePace pace;
  private final String condition;
  private final Function<S, List<Condition>> conditions;

  /**
   * Makes the loop of one kind.
   *
   * @param suffix part of the Jobs' names
   * @param condition type of the condition that tells how the task stands
   * @param conditions reads the conditions of a status
   */
  LearningLoop(
      Frame frame,
      String suffix,
      String condition,
      Function<S, List<Condition>> conditions,
      int progressPort) {
    this.frame = frame;
    this.runner = new JobRunner(frame, suffix);
    this.progress = new ProgressClient(frame.http(), progressPort);
    this.pace = new FigurePace(frame.clock());
    this.condition = condition;
    this.conditions = conditions;
  }

  /** Builds the status from what is known of the Job. */
  @FunctionalInterface
  interface StatusOf<S> {
    S build(JobDecision decision, String job, JobProgress progress);
  }

  /**
   * One round.
   *
   * @param recordedJob name of the Job in the status; null when none
   * @param preparation what the Job is to do
   */
  UpdateControl<R> round(
      R object, String recordedJob, Supplier<Preparation> preparation, StatusOf<S> status) {
    JobRunner.Standing standing = runner.advance(object, recordedJob, preparation);
    boolean running = standing.decision() instanceof JobDecision.Wait wait && wait.running();
    JobProgress said = running ? progress.ask(standing.pod()).orElse(null) : null;
    S next = status.build(standing.decision(), standing.job(), said);
    Condition before = find(object.getStatus());
    Condition after = find(next);
    boolean changed = before == null || !key(before).equals(key(after));
    if (changed) {
      tell(object, standing, after);
    }
    if (running && !changed && !pace.take(object.getMetadata().getUid())) {
      return UpdateControl.<R>noUpdate().rescheduleAfter(ASK_AGAIN);
    }
    UpdateControl<R> update = StatusPatch.of(object, next);
    return switch (standing.decision()) {
      case JobDecision.Start start -> update.rescheduleAfter(ASK_AGAIN);
      case JobDecision.Wait wait -> update.rescheduleAfter(ASK_AGAIN);
      case JobDecision.Blocked blocked -> update.rescheduleAfter(LOOK_AGAIN);
      case JobDecision.Finished finished -> update;
      case JobDecision.Failed failed -> update;
    };
  }

  /** Forgets an object that is gone. */
  void forget(R object) {
    pace.forget(object.getMetadata().getUid());
  }

  private void tell(R object, JobRunner.Standing standing, Condition after) {
    Enum<?> reason = reasonOf(standing.decision());
    if (reason == null) {
      return;
    }
    String note =
        standing.job() == null
            ? after.getMessage()
            : "Job %s: %s".formatted(standing.job(), after.getMessage());
    boolean good =
        !ConditionStatus.FALSE.text().equals(after.getStatus())
            && reason != LearningReason.JobRestarted;
    if (good) {
      frame.events().normal(object, reason, note);
    } else {
      frame.events().warning(object, reason, note);
    }
  }

  /** Decisions that people are told of; a Job that waits or runs is seen in the status. */
  private static Enum<?> reasonOf(JobDecision decision) {
    return switch (decision) {
      case JobDecision.Start start ->
          start.attempt() == 1 ? LearningReason.JobStarted : LearningReason.JobRestarted;
      case JobDecision.Failed failed -> failed.reason();
      case JobDecision.Blocked blocked -> blocked.reason();
      case JobDecision.Finished finished -> LearningReason.JobFinished;
      case JobDecision.Wait wait -> null;
    };
  }

  private Condition find(S status) {
    return status == null
        ? null
        : Conditions.find(conditions.apply(status), condition).orElse(null);
  }

  private static String key(Condition condition) {
    return condition.getStatus() + condition.getReason();
  }
}
