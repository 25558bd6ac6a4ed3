package io.homeostat.operator.learning;

import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.learning.decide.AliasMove;
import io.homeostat.operator.learning.decide.AliasTask;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.LearningReason;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;

/** Lets the alias of an adapter in MLflow follow the release that serves, by Jobs. */
final class AliasKeeper {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
  private static final Duration TRY_AGAIN = Duration.ofMinutes(5);

  private final Frame frame;

  AliasKeeper(Frame frame) {
    this.frame = frame;
  }

  /** One round for a training that is over. */
  UpdateControl<FineTuneJob> follow(FineTuneJob job, AliasMove move) {
    Tracked tracked = job.getStatus().tracking();
    return switch (move) {
      case NONE -> UpdateControl.noUpdate();
      case LEAVE -> moved(job, tracked, null, null);
      case SET, REMOVE -> byJob(job, tracked, move);
    };
  }

  private UpdateControl<FineTuneJob> byJob(FineTuneJob job, Tracked tracked, AliasMove move) {
    JobDecision decision =
        new JobRunner(frame, AliasTask.suffix(tracked))
            .advance(job, null, () -> AliasTask.prepare(job.getSpec(), tracked, move))
            .decision();
    return switch (decision) {
      case JobDecision.Start start -> later(ASK_AGAIN);
      case JobDecision.Wait wait -> later(ASK_AGAIN);
      case JobDecision.Finished finished -> {
        String alias = move == AliasMove.SET ? AliasMove.ALIAS : null;
        frame
            .events()
            .normal(
                job,
                LearningReason.AliasMoved,
                "version %s of %s %s the alias '%s'"
                    .formatted(
                        tracked.version(),
                        tracked.model(),
                        alias == null ? "lost" : "has",
                        AliasMove.ALIAS));
        yield moved(job, tracked, alias, null);
      }
      case JobDecision.Failed failed -> notMoved(job, tracked, failed.message());
      case JobDecision.Blocked blocked -> notMoved(job, tracked, blocked.message());
    };
  }

  private UpdateControl<FineTuneJob> notMoved(FineTuneJob job, Tracked tracked, String why) {
    frame
        .events()
        .warning(
            job,
            LearningReason.AliasNotMoved,
            "the alias '%s' of %s stays where it is and is tried again: %s"
                .formatted(AliasMove.ALIAS, tracked.model(), why));
    return moved(job, tracked, tracked.alias(), why).rescheduleAfter(TRY_AGAIN);
  }

  private static UpdateControl<FineTuneJob> moved(
      FineTuneJob job, Tracked tracked, String alias, String trouble) {
    FineTuneJobStatus status = job.getStatus();
    return StatusPatch.of(
        job,
        status.withTracking(
            new Tracked(
                tracked.run(),
                tracked.model(),
                tracked.version(),
                alias,
                AliasTask.moves(tracked) + 1,
                trouble)));
  }

  private static UpdateControl<FineTuneJob> later(Duration pause) {
    return UpdateControl.<FineTuneJob>noUpdate().rescheduleAfter(pause);
  }
}
