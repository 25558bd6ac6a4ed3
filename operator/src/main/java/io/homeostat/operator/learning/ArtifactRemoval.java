package io.homeostat.operator.learning;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.LearningReason;
import io.homeostat.operator.learning.decide.RemovalTask;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * Takes an adapter's files off the artifacts claim before its FineTuneJob goes, by a Job, since the
 * operator mounts no claims. It is asked only when nothing names the adapter any more: a Release
 * stays until its engines have let go of it.
 */
final class ArtifactRemoval {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(3);
  private static final String FOREGROUND = "foregroundDeletion";

  private final Frame frame;
  private final JobRunner runner;

  ArtifactRemoval(Frame frame) {
    this.frame = frame;
    this.runner = new JobRunner(frame, "rm");
  }

  /** One round; the object goes when the files are gone, or cannot be taken away. */
  DeleteControl letGo(FineTuneJob job) {
    if (!RemovalTask.isDue(job)) {
      return DeleteControl.defaultDelete();
    }
    if (job.getMetadata().getFinalizers().contains(FOREGROUND)) {
      return kept(job, "it is deleted in the foreground, which would delete the Job that does it");
    }
    try {
      return after(job, runner.advance(job, null, () -> RemovalTask.prepare(job)).decision());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) { // the namespace goes, and the claim
        return kept(job, "no Job can be made: " + e.getMessage());
      }
      throw e;
    }
  }

  private DeleteControl after(FineTuneJob job, JobDecision decision) {
    return switch (decision) {
      case JobDecision.Start start -> later();
      case JobDecision.Wait wait -> later();
      case JobDecision.Finished finished -> {
        frame
            .events()
            .normal(
                job,
                LearningReason.ArtifactRemoved,
                "the files of adapter %s are deleted".formatted(name(job)));
        yield DeleteControl.defaultDelete();
      }
      case JobDecision.Failed failed -> kept(job, failed.message());
      case JobDecision.Blocked blocked -> kept(job, blocked.message());
    };
  }

  private DeleteControl kept(FineTuneJob job, String why) {
    frame
        .events()
        .warning(
            job,
            LearningReason.ArtifactKept,
            "the files of adapter %s stay on the claim: %s".formatted(name(job), why));
    return DeleteControl.defaultDelete();
  }

  private static DeleteControl later() {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(ASK_AGAIN);
  }

  private static String name(FineTuneJob job) {
    return job.getStatus().artifact().name();
  }
}
