package io.homeostat.operator.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.operator.learning.decide.AttemptObservation;
import io.homeostat.operator.learning.decide.AttemptObservation.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobObserverTest {
  @Test
  void aJobWithoutAPodIsPending() {
    assertThat(observe("{}"))
        .isEqualTo(new AttemptObservation(1, Phase.PENDING, null, null, null, null, null));
  }

  @Test
  void anEndedContainerTellsBeforeItsJobDoes() {
    assertThat(
            observe(
                "{}",
                "{phase: Running, containerStatuses: [{name: job, state: {terminated: {exitCode: 0,"
                    + " reason: Completed, message: '{}'}}}]}"))
        .isEqualTo(new AttemptObservation(1, Phase.SUCCEEDED, "{}", 0, "Completed", null, null));
  }

  @Test
  void aFailedContainerKeepsItsWords() {
    assertThat(
            observe(
                "{conditions: [{type: Failed, status: 'True'}]}",
                "{phase: Failed, containerStatuses: [{name: job, state: {terminated: {exitCode:"
                    + " 137, reason: OOMKilled, message: 'step 3'}}}]}"))
        .isEqualTo(new AttemptObservation(1, Phase.FAILED, "step 3", 137, "OOMKilled", null, null));
  }

  @Test
  void anEvictedPodIsFailedWithItsReason() {
    assertThat(observe("{}", "{phase: Failed, reason: Evicted}"))
        .isEqualTo(new AttemptObservation(1, Phase.FAILED, null, null, "Evicted", null, null));
  }

  @Test
  void aFinishedJobWhosePodIsGoneIsKnownByItsConditions() {
    assertThat(observe("{conditions: [{type: Failed, status: 'True'}]}").phase())
        .isEqualTo(Phase.FAILED);
    assertThat(observe("{conditions: [{type: Complete, status: 'True'}]}").phase())
        .isEqualTo(Phase.SUCCEEDED);
    assertThat(observe("{conditions: [{type: Failed, status: 'False'}]}").phase())
        .isEqualTo(Phase.PENDING);
  }

  @Test
  void aRunningPodIsRunning() {
    assertThat(
            observe(
                    "{}",
                    "{phase: Running, containerStatuses: [{name: job, state: {running: {}}}]}")
                .phase())
        .isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatAPodWaitsForIsTold() {
    assertThat(
            observe(
                    "{}",
                    "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', message:"
                        + " 0/1 nodes are available}]}")
                .waiting())
        .isEqualTo("0/1 nodes are available");
    assertThat(
            observe(
                    "{}",
                    "{phase: Pending, containerStatuses: [{name: job, state: {waiting: {reason:"
                        + " ImagePullBackOff, message: no such image}}}]}")
                .waiting())
        .isEqualTo("ImagePullBackOff, no such image");
  }

  @Test
  void aSuspendedJobWaitsInItsQueueWhateverItsOldPodSays() {
    String ended =
        "{phase: Failed, containerStatuses: [{name: job, state: {terminated: {exitCode: 143,"
            + " reason: Error}}}]}";

    assertThat(observe(queued("spec: {suspend: true}"), List.of(pod("{}", ended))))
        .isEqualTo(
            new AttemptObservation(
                1, Phase.PENDING, null, null, null, "it is queued in LocalQueue 'gpus'", 4));
  }

  @Test
  void aPodThatItsQueueTookBackIsNotTheEndOfTheAttempt() {
    String going = "{deletionTimestamp: '2026-11-21T08:00:00Z'}";
    String ended =
        "{phase: Failed, containerStatuses: [{name: job, state: {terminated: {exitCode: 143,"
            + " reason: Error}}}]}";

    assertThat(observe(queued("spec: {}"), List.of(pod(going, ended))).phase())
        .isEqualTo(Phase.PENDING);
    assertThat(
            observe(
                    queued("spec: {}"),
                    List.of(pod(going, ended), pod("{}", "{phase: Running}")))
                .phase())
        .isEqualTo(Phase.RUNNING);
    assertThat(
            observe(
                    queued("spec: {}\nstatus: {conditions: [{type: Failed, status: 'True'}]}"),
                    List.of(pod(going, ended)))
                .exitCode())
        .isEqualTo(143);
  }

  @Test
  void aDeadlineIsTheCauseWhateverThePodSays() {
    assertThat(
            observe(
                    "{conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded}]}",
                    "{phase: Failed, containerStatuses: [{name: job, state: {terminated:"
                        + " {exitCode: 143, reason: Error}}}]}")
                .cause())
        .isEqualTo("DeadlineExceeded");
  }

  private static String queued(String more) {
    return "metadata: {name: run-ft-1, labels: {homeostat.io/attempt: '1',"
        + " homeostat.io/batch-divisor: '4', kueue.x-k8s.io/queue-name: gpus}}\n"
        + more;
  }

  private static Pod pod(String metadata, String status) {
    Pod pod = Serialization.unmarshal("metadata: %s\nstatus: %s".formatted(metadata, status), Pod.class);
    pod.getMetadata().setLabels(Map.of("batch.kubernetes.io/job-name", "run-ft-1"));
    return pod;
  }

  private static AttemptObservation observe(String job, List<Pod> pods) {
    return JobObserver.observe(List.of(Serialization.unmarshal(job, Job.class)), pods).getFirst();
  }

  private static AttemptObservation observe(String jobStatus, String... podStatus) {
    return observe(
        "metadata: {name: run-ft-1, labels: {homeostat.io/attempt: '1'}}\nspec: {}\nstatus: "
            + jobStatus,
        Stream.of(podStatus).map(status -> pod("{}", status)).toList());
  }
}
