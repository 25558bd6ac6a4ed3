package io.homeostat.operator.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.operator.learning.decide.AttemptObservation;
import io.homeostat.operator.learning.decide.AttemptObservation.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobObserverTest {
  @Test
  void aJobWithoutAPodIsPending() {
    assertThat(observe("{}"))
        .isEqualTo(new AttemptObservation(1, Phase.PENDING, null, null, null, null));
  }

  @Test
  void anEndedContainerTellsBeforeItsJobDoes() {
    assertThat(
            observe(
                "{}",
                "{phase: Running, containerStatuses: [{name: job, state: {terminated: {exitCode: 0,"
                    + " reason: Completed, message: '{}'}}}]}"))
        .isEqualTo(new AttemptObservation(1, Phase.SUCCEEDED, "{}", 0, "Completed", null));
  }

  @Test
  void aFailedContainerKeepsItsWords() {
    assertThat(
            observe(
                "{conditions: [{type: Failed, status: 'True'}]}",
                "{phase: Failed, containerStatuses: [{name: job, state: {terminated: {exitCode:"
                    + " 137, reason: OOMKilled, message: 'step 3'}}}]}"))
        .isEqualTo(new AttemptObservation(1, Phase.FAILED, "step 3", 137, "OOMKilled", null));
  }

  @Test
  void anEvictedPodIsFailedWithItsReason() {
    assertThat(observe("{}", "{phase: Failed, reason: Evicted}"))
        .isEqualTo(new AttemptObservation(1, Phase.FAILED, null, null, "Evicted", null));
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

  private static AttemptObservation observe(String jobStatus, String... podStatus) {
    Job job =
        Serialization.unmarshal(
            "metadata: {name: run-ft-1, labels: {homeostat.io/attempt: '1'}}\nstatus: %s"
                .formatted(jobStatus),
            Job.class);
    List<Pod> pods =
        List.of(podStatus).stream()
            .map(
                status ->
                    Serialization.unmarshal(
                        "metadata: {name: run-ft-1-x, labels: {batch.kubernetes.io/job-name: run-ft-1}}\nstatus: %s"
                            .formatted(status),
                        Pod.class))
            .toList();
    return JobObserver.observe(List.of(job), pods).getFirst();
  }
}
