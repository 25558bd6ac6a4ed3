package io.homeostat.operator.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class EnginePoolObserverTest {
  private static Pod waiting(String reason, String message) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("engine-a")
        .endMetadata()
        .withNewStatus()
        .addNewContainerStatus()
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  @Test
  void thePodsOwnReasonIsQuoted() {
    assertThat(EnginePoolObserver.of(waiting("ImagePullBackOff", "no such image engine:2")))
        .hasValueSatisfying(
            trouble -> {
              assertThat(trouble.unschedulable()).isFalse();
              assertThat(trouble.message())
                  .contains("engine-a")
                  .contains("ImagePullBackOff")
                  .contains("no such image engine:2");
            });
  }

  @Test
  void aPodThatStartsIsInNoTrouble() {
    assertThat(EnginePoolObserver.of(waiting("ContainerCreating", null))).isEmpty();
    assertThat(EnginePoolObserver.of(new PodBuilder().withNewMetadata().endMetadata().build()))
        .isEmpty();
  }

  @Test
  void whatTheSchedulerSaysComesFirst() {
    Pod pod =
        new PodBuilder(waiting("PodInitializing", null))
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/1 nodes are available")
            .endCondition()
            .endStatus()
            .build();

    assertThat(EnginePoolObserver.of(pod))
        .hasValueSatisfying(
            trouble -> {
              assertThat(trouble.unschedulable()).isTrue();
              assertThat(trouble.message()).contains("0/1 nodes are available");
            });
  }
}
