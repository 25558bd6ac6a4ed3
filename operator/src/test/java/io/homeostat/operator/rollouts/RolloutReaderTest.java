package io.homeostat.operator.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.operator.rollouts.decide.RolloutView;
import org.junit.jupiter.api.Test;

/** What is read of Rollouts; the objects are as the controller of version 1.9.1 writes them. */
class RolloutReaderTest {
  private static final String PAUSED =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata: {name: llm, generation: 2}
      spec:
        replicas: 4
        strategy:
          canary:
            steps:
              - setWeight: 25
              - analysis: {templates: [{templateName: homeostat-support}]}
              - setWeight: 50
              - pause: {duration: 10}
      status:
        observedGeneration: "2"
        phase: Paused
        message: InconclusiveAnalysisRun
        currentPodHash: 6b8d
        stableRS: 7f9c
        currentStepIndex: 1
        pauseConditions: [{reason: InconclusiveAnalysisRun, startTime: "2026-11-21T10:00:00Z"}]
        canary: {currentStepAnalysisRunStatus: {name: llm-6b8d-2-1, status: Inconclusive}}
      """;

  private static RolloutView view(String yaml) {
    return RolloutReader.view(Serialization.unmarshal(yaml, Rollout.class));
  }

  @Test
  void stepShareAndPauseAreRead() {
    RolloutView view = view(PAUSED);

    assertThat(view.known()).isTrue();
    assertThat(view.stableHash()).isEqualTo("7f9c");
    assertThat(view.currentHash()).isEqualTo("6b8d");
    assertThat(view.shares()).containsExactly(250, 250, 500, 500);
    assertThat(view.step()).isEqualTo(1);
    assertThat(view.weight()).isEqualTo(250);
    assertThat(view.paused()).isTrue();
    assertThat(view.pauseReason()).isEqualTo("InconclusiveAnalysisRun");
    assertThat(view.settled()).isFalse();
  }

  @Test
  void theTrafficRoutersWeightWins() {
    assertThat(view(PAUSED.replace("canary: {c", "canary: {weights: {canary: {weight: 13}}, c")))
        .matches(view -> view.weight() == 130);
  }

  @Test
  void anOlderGenerationIsNotBelieved() {
    RolloutView view = view(PAUSED.replace("generation: 2", "generation: 3"));

    assertThat(view.known()).isFalse();
    assertThat(view.problem()).contains("'llm'").contains("latest spec");
  }

  @Test
  void aWorkloadOfAnOlderGenerationIsNotBelievedEither() {
    String referring =
        PAUSED
            .replace("  replicas: 4\n", "  workloadRef: {kind: Deployment, name: llm}\n")
            .replace(
                "generation: 2}",
                "generation: 2, annotations: {rollout.argoproj.io/workload-generation: \"5\"}}");

    assertThat(view(referring).known()).isFalse();
    assertThat(view(referring + "  workloadObservedGeneration: \"4\"\n").known()).isFalse();
    assertThat(view(referring + "  workloadObservedGeneration: \"5\"\n").known()).isTrue();
  }

  @Test
  void anAbortedOneHasNoWeight() {
    RolloutView view = view(PAUSED.replace("phase: Paused", "phase: Degraded\n  abort: true"));

    assertThat(view.aborted()).isTrue();
    assertThat(view.weight()).isZero();
  }

  @Test
  void allStepsDoneAndHealthyIsReleased() {
    RolloutView view =
        view(
            PAUSED
                .replace("phase: Paused", "phase: Healthy")
                .replace("stableRS: 7f9c", "stableRS: 6b8d")
                .replace("currentStepIndex: 1", "currentStepIndex: 4"));

    assertThat(view.released("6b8d")).isTrue();
    assertThat(view.released("7f9c")).isFalse();
    assertThat(view.weight()).isEqualTo(1000);
  }
}
