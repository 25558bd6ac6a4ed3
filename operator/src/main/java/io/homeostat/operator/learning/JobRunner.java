package io.homeostat.operator.learning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.frame.ServerSide;
import io.homeostat.operator.learning.decide.JobAttempts;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.LearningReason;
import io.homeostat.operator.learning.decide.LearningTask;
import io.homeostat.operator.learning.decide.Preparation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Carries one learning task through its Jobs. Names are fixed by object and attempt, and what
 * exists is read from the API server before anything is made, so that a restart at any point makes
 * nothing twice.
 */
final class JobRunner {
  private final Frame frame;
  private final String suffix;

  /**
   * Makes a runner for one kind, or for one build of one object.
   *
   * @param suffix part of the Jobs' names that tells kinds and builds apart
   */
  JobRunner(Frame frame, String suffix) {
    this.frame = frame;
    this.suffix = suffix;
  }

  /** How the task stands. */
  record Standing(JobDecision decision, String job, Pod pod) {}

  /**
   * Looks at the Jobs and starts one if that is due.
   *
   * @param owner the object that the Job works for
   * @param recordedJob name of the Job in the owner's status; null when none
   * @param preparation what the Job is to do; asked only when one has to be started
   */
  Standing advance(HasMetadata owner, String recordedJob, Supplier<Preparation> preparation) {
    JobManifest manifest = new JobManifest(owner, suffix);
    List<Job> jobs = jobs(owner).stream().filter(manifest::isAttempt).toList();
    List<Pod> pods = pods(owner);
    JobDecision decision =
        JobAttempts.decide(JobObserver.observe(jobs, pods), recordedAttempt(manifest, recordedJob));
    return switch (decision) {
      case JobDecision.Start start -> start(manifest, start, recordedJob, preparation.get());
      case JobDecision.Wait wait -> standing(manifest, decision, wait.attempt(), jobs, pods);
      case JobDecision.Finished finished ->
          standing(manifest, decision, finished.attempt(), jobs, pods);
      case JobDecision.Failed failed -> standing(manifest, decision, failed.attempt(), jobs, pods);
      case JobDecision.Blocked blocked -> new Standing(blocked, recordedJob, null);
    };
  }

  private Standing start(
      JobManifest manifest, JobDecision.Start start, String recordedJob, Preparation preparation) {
    return switch (preparation) {
      case Preparation.Blocked blocked ->
          new Standing(
              new JobDecision.Blocked(blocked.reason(), blocked.message()), recordedJob, null);
      case Preparation.Ready ready -> make(manifest, start, recordedJob, ready.task());
    };
  }

  private Standing make(
      JobManifest manifest, JobDecision.Start start, String recordedJob, LearningTask task) {
    if (!task.secrets().isEmpty()) {
      ServerSide.apply(
          frame.client(), manifest.secret(task)); // Secrets may be written and never read
    }
    Job job = manifest.job(task, start, image(task));
    for (HasMetadata object : List.of(manifest.config(task), job)) {
      if (!create(object)) {
        return new Standing(
            new JobDecision.Blocked(
                LearningReason.NameTaken,
                "%s '%s' belongs to something else: it is waited for until it is gone, or delete it"
                    .formatted(object.getKind(), object.getMetadata().getName())),
            recordedJob,
            null);
      }
    }
    if (!task.secrets().isEmpty()) {
      handOver(manifest.secret(task), job);
    }
    return new Standing(start, manifest.jobName(start.attempt()), null);
  }

  /** The Job takes its secret with it, since the operator may not delete what it wrote. */
  private void handOver(Secret secret, Job job) {
    Job made = frame.client().resource(job).get();
    if (made != null) {
      secret.getMetadata().setOwnerReferences(List.of(Owners.controlledBy(made)));
      ServerSide.apply(frame.client(), secret);
    }
  }

  private String image(LearningTask task) {
    return switch (task.program()) {
      case TRAINER -> frame.settings().jobsImage();
      case HOMEOSTAT -> frame.settings().scorerImage();
    };
  }

  /**
   * Creates an object unless it is there already; false when a namesake belongs to something else.
   */
  private boolean create(HasMetadata object) {
    if (ServerSide.create(frame.client(), object)) {
      return true;
    }
    HasMetadata found = frame.client().resource(object).get();
    return found != null && ownerUid(object).equals(ownerUid(found));
  }

  private static String ownerUid(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? "" : Objects.requireNonNullElse(labels.get(JobLabels.OWNER_UID), "");
  }

  private static Standing standing(
      JobManifest manifest, JobDecision decision, int attempt, List<Job> jobs, List<Pod> pods) {
    Pod pod =
        jobs.stream()
            .filter(job -> JobObserver.attempt(job) == attempt)
            .findFirst()
            .flatMap(job -> JobObserver.podOf(job, pods))
            .orElse(null);
    return new Standing(decision, manifest.jobName(attempt), pod);
  }

  private static int recordedAttempt(JobManifest manifest, String recordedJob) {
    for (int attempt = JobAttempts.MAXIMUM; attempt > 0; attempt--) {
      if (manifest.jobName(attempt).equals(recordedJob)) {
        return attempt;
      }
    }
    return 0;
  }

  private List<Job> jobs(HasMetadata owner) {
    return frame
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(JobLabels.OWNER_UID, owner.getMetadata().getUid())
        .list()
        .getItems();
  }

  private List<Pod> pods(HasMetadata owner) {
    return frame
        .client()
        .pods()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(JobLabels.OWNER_UID, owner.getMetadata().getUid())
        .list()
        .getItems();
  }
}
