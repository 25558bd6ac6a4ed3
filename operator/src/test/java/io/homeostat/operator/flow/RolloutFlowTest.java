package io.homeostat.operator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.Actuator;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.modelservice.decide.ServiceDecision.NewCanary;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ModelService whose engine pods a Rollout makes. */
class RolloutFlowTest {
  private static RolloutView view(String stable, String current) {
    return new RolloutView(
        "llm",
        null,
        stable,
        current,
        stable.equals(current) ? "Healthy" : "Progressing",
        null,
        false,
        List.of(250, 1000),
        0,
        250);
  }

  private static ModelServiceSpec spec(String prompt) {
    return Serialization.unmarshal(
            """
            apiVersion: homeostat.io/v1alpha1
            kind: ModelService
            spec:
              model: {uri: pvc://models/base}
              engine: {type: Attached, attached: {selector: {app: llm}, servedModel: base}}
              adapter: {mode: None}
              prompt: {inline: %s}
              release: {actuator: {argoRollout: {name: llm}}}
            """
                .formatted(prompt),
            ModelService.class)
        .getSpec();
  }

  private static World serving() {
    World world = new World();
    world.spec = spec("good prompt");
    world.rollout = view("a", "a");
    return world.settle();
  }

  private static CanaryReleaseSpec made(World world) {
    return world.decideService().canaries().stream().map(NewCanary::spec).findFirst().orElseThrow();
  }

  @Test
  void theFirstReleaseIsOnThePodsThatServe() {
    World world = serving();

    assertThat(world.plan.routes().getFirst().tuple().podTemplate()).isEqualTo("a");
    assertThat(world.decideService().progress().reason()).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void anotherTemplateIsAReleaseWhoseTrafficTheRolloutMoves() {
    World world = serving();
    world.rollout = view("a", "b");

    CanaryReleaseSpec spec = made(world);
    assertThat(spec.actuator()).isEqualTo(new Actuator(new Actuator.ArgoRollout("llm")));
    assertThat(spec.plan().actuator()).isNull();
    assertThat(world.decideService().releases().values())
        .anyMatch(release -> "b".equals(release.tuple().podTemplate()));
  }

  @Test
  void anotherPromptOnTheSamePodsIsReleasedByOwnSteps() {
    World world = serving();
    world.spec = spec("other prompt");

    assertThat(made(world).actuator()).isNull();
  }

  @Test
  void aRolloutThatCannotBeSeenMakesNothingAndLeavesTheTraffic() {
    World world = serving();
    var before = world.plan;
    world.rollout = RolloutView.unknown("llm", "there is no Rollout 'llm'");

    var decided = world.decideService();
    assertThat(decided.canaries()).isEmpty();
    assertThat(decided.plan().routes()).isEqualTo(before.routes());
    assertThat(decided.progress().reason()).isEqualTo(ServiceReason.RolloutUnknown);
    assertThat(decided.progress().message()).contains("there is no Rollout 'llm'");
  }
}
