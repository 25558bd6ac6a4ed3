package io.homeostat.operator.learning;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.homeostat.operator.learning.decide.AttemptObservation;
import io.homeostat.operator.learning.decide.AttemptObservation.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from Jobs and their pods how the attempts of a learning task stand. */
final class JobObserver {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private JobObserver() {}

  /** Returns one observation per Job. */
  static List<AttemptObservation> observe(Collection<Job> jobs, Collection<Pod> pods) {
    return jobs.stream().map(job -> observe(job, podOf(job, pods))).toList();
  }

  /**
   * The pod of a Job, if it is there. A Job of ours has one, and after its queue took it back and
   * gave it out again for a while another one that goes away.
   */
  static Optional<Pod> podOf(Job job, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> job.getMetadata().getName().equals(labels(pod).get(JOB_NAME)))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null || !mayReturn(job))
        .findFirst();
  }

  /** Whether the Job gets another pod when this one is deleted. */
  private static boolean mayReturn(Job job) {
    return job.getMetadata().getLabels().containsKey(JobLabels.QUEUE)
        && !is(job, "Complete")
        && !is(job, "Failed");
  }

  /** Number of the attempt that a Job is. */
  static int attempt(Job job) {
    return Integer.parseInt(job.getMetadata().getLabels().get(JobLabels.ATTEMPT));
  }

  private static AttemptObservation observe(Job job, Optional<Pod> pod) {
    Seen seen = new Seen(attempt(job), divisor(job));
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return seen.pending(Phase.PENDING, "it is queued in LocalQueue '" + queue(job) + "'");
    }
    if (is(job, "Failed", "DeadlineExceeded")) {
      return seen.ended(Phase.FAILED, null, null, "DeadlineExceeded");
    }
    Optional<ContainerStateTerminated> end = pod.flatMap(JobObserver::terminated);
    if (end.isPresent()) {
      Phase phase = end.get().getExitCode() == 0 ? Phase.SUCCEEDED : Phase.FAILED;
      return seen.ended(
          phase, end.get().getMessage(), end.get().getExitCode(), end.get().getReason());
    }
    if (pod.filter(p -> "Failed".equals(phase(p))).isPresent()) {
      return seen.ended(Phase.FAILED, null, null, pod.get().getStatus().getReason());
    }
    if (is(job, "Complete")) {
      return seen.ended(Phase.SUCCEEDED, null, null, null);
    }
    if (is(job, "Failed")) {
      return seen.ended(Phase.FAILED, null, null, null);
    }
    boolean running = pod.filter(p -> "Running".equals(phase(p))).isPresent();
    return seen.pending(
        running ? Phase.RUNNING : Phase.PENDING, pod.map(JobObserver::waiting).orElse(null));
  }

  /** What is the same in all observations of an attempt. */
  private record Seen(int attempt, Integer divisor) {
    AttemptObservation pending(Phase phase, String waiting) {
      return new AttemptObservation(attempt, phase, null, null, null, waiting, divisor);
    }

    AttemptObservation ended(Phase phase, String message, Integer exitCode, String cause) {
      return new AttemptObservation(attempt, phase, message, exitCode, cause, null, divisor);
    }
  }

  private static Integer divisor(Job job) {
    String divisor = job.getMetadata().getLabels().get(JobLabels.BATCH_DIVISOR);
    return divisor == null ? null : Integer.valueOf(divisor);
  }

  private static String queue(Job job) {
    return job.getMetadata().getLabels().getOrDefault(JobLabels.QUEUE, "");
  }

  private static boolean is(Job job, String condition) {
    return conditions(job).anyMatch(c -> condition.equals(c.getType()));
  }

  private static boolean is(Job job, String condition, String reason) {
    return conditions(job)
        .anyMatch(c -> condition.equals(c.getType()) && reason.equals(c.getReason()));
  }

  private static Stream<JobCondition> conditions(Job job) {
    return job.getStatus() == null
        ? Stream.empty()
        : job.getStatus().getConditions().stream().filter(c -> "True".equals(c.getStatus()));
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return states(pod).map(ContainerState::getTerminated).filter(Objects::nonNull).findFirst();
  }

  /** Why a pod does not run: what its container waits for, else why it has no node. */
  private static String waiting(Pod pod) {
    return states(pod)
        .map(ContainerState::getWaiting)
        .filter(Objects::nonNull)
        .filter(w -> w.getReason() != null && !"ContainerCreating".equals(w.getReason()))
        .findFirst()
        .map(w -> w.getMessage() == null ? w.getReason() : w.getReason() + ", " + w.getMessage())
        .or(() -> unscheduled(pod))
        .orElse(null);
  }

  private static Optional<String> unscheduled(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
            .map(PodCondition::getMessage)
            .filter(Objects::nonNull)
            .findFirst();
  }

  private static Stream<ContainerState> states(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull);
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? null : pod.getStatus().getPhase();
  }

  private static Map<String, String> labels(Pod pod) {
    return pod.getMetadata().getLabels() == null ? Map.of() : pod.getMetadata().getLabels();
  }
}
