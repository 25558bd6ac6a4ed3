package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.operator.rig.Surroundings.End;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A stand-in for the Job controller and kubelet: a pod per Job. */
final class JobPods {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private final Rig rig;

  JobPods(Rig rig) {
    this.rig = rig;
  }

  /**
   * Takes the pod of a Job one step on: makes it, or says how its container is.
   *
   * @param end asked only while the container has not ended
   */
  void run(Job job, Supplier<End> end) {
    String name = job.getMetadata().getName() + "-x";
    Pod pod = rig.client.pods().inNamespace(rig.namespace).withName(name).get();
    if (pod == null) {
      create(job, name);
    } else if (!ended(pod)) {
      report(pod, end.get());
    }
  }

  private void create(Job job, String name) {
    Map<String, String> labels =
        new HashMap<>(job.getSpec().getTemplate().getMetadata().getLabels());
    labels.put(JOB_NAME, job.getMetadata().getName());
    rig.client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(rig.namespace)
                .withLabels(labels)
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build())
        .create();
  }

  private static boolean ended(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .anyMatch(container -> container.getState().getTerminated() != null);
  }

  private void report(Pod pod, End end) {
    rig.client
        .resource(
            new PodBuilder(pod)
                .withNewStatus()
                .withPhase(end == null ? "Running" : end.exitCode() == 0 ? "Succeeded" : "Failed")
                .withPodIP("127.0.0.1")
                .addNewPodIP("127.0.0.1")
                .addNewContainerStatus()
                .withName("job")
                .withImage("jobs:1")
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(state(end))
                .endContainerStatus()
                .endStatus()
                .build())
        .updateStatus();
  }

  private static ContainerState state(End end) {
    return end == null
        ? new ContainerStateBuilder().withNewRunning().endRunning().build()
        : new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(end.exitCode())
            .withReason(end.reason())
            .withMessage(end.message())
            .endTerminated()
            .build();
  }
}
