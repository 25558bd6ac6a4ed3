package io.homeostat.operator.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.modelservice.AttachedPods;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which pods of a Rollout serve a release. */
class AttachedSelectorTest {
  private static final AttachedPods PODS =
      new AttachedPods(Map.of("app", "llm"), 8000, "base", "/adapters", null);
  private static final ReleaseTuple ON_A =
      new ReleaseTuple(
          1,
          new ReleaseTuple.Model("pvc://models/base", null),
          null,
          null,
          null,
          new ReleaseTuple.Engine(null, List.of(), "Attached", null, "a"));

  private static Map<String, String> labels(String stable, String current, String phase) {
    RolloutView view =
        new RolloutView("llm", null, stable, current, phase, null, false, List.of(1000), 0, 0);
    return AttachedSelector.of(PODS, AttachedSelector.onlyTemplate(ON_A, Optional.of(view)));
  }

  @Test
  void aReleaseHasThePodsOfItsTemplateWhileThereAreTwo() {
    assertThat(labels("a", "b", "Progressing"))
        .containsOnly(Map.entry("app", "llm"), Map.entry("rollouts-pod-template-hash", "a"));
  }

  @Test
  void allPodsServeWhenTheyHaveOneTemplateEvenAnother() {
    assertThat(labels("a", "a", "Healthy")).containsOnly(Map.entry("app", "llm"));
    assertThat(labels("b", "b", "Healthy")).containsOnly(Map.entry("app", "llm"));
  }

  @Test
  void aRolloutThatCannotBeSeenLeavesTheArmsApart() {
    assertThat(
            AttachedSelector.of(
                PODS,
                AttachedSelector.onlyTemplate(
                    ON_A, Optional.of(RolloutView.unknown("llm", "gone")))))
        .containsEntry("rollouts-pod-template-hash", "a");
  }
}
