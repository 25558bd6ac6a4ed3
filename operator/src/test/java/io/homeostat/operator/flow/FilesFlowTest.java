package io.homeostat.operator.flow;

import static io.homeostat.operator.flow.Turns.change;
import static io.homeostat.operator.flow.Turns.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelServiceSpec.Adapter;
import io.homeostat.crds.modelservice.ModelServiceSpec.Model;
import io.homeostat.crds.release.ReleaseInput;
import io.homeostat.crds.release.ReleaseTuple.ModelDigests;
import io.homeostat.operator.modelservice.decide.FileCheck;
import io.homeostat.operator.modelservice.decide.Finding;
import io.homeostat.operator.modelservice.decide.Lineage.Repair;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceConditions;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Releases that wait until a Job has read files: pinned adapters, and models known by content. */
class FilesFlowTest {
  private static final String DIGEST = "0123456789ab".repeat(6).substring(0, 64);
  private static final String URI = "pvc://artifacts/adapters/fix-0123456789ab";
  private static final Adapter PINNED = new Adapter("Pinned", URI, DIGEST);
  private static final FileCheck ADAPTER = new FileCheck(FileCheck.Kind.ADAPTER, URI, DIGEST);
  private static final FileCheck MODEL =
      new FileCheck(FileCheck.Kind.MODEL, "pvc://models/base", "1");
  private static final ModelDigests DIGESTS =
      new ModelDigests("a".repeat(64), "b".repeat(64), "c".repeat(64));

  @Test
  void aPinnedAdapterIsReleasedWhenItsFilesAreWhatTheSpecSays() {
    World world = serving();
    world.spec = Specs.withAdapter(world.spec, PINNED);
    world.settle();
    assertThat(world.questions).containsExactly(ADAPTER);
    assertThat(world.canaries).isEmpty();
    assertThat(reason(world)).isEqualTo(ServiceReason.VerifyingAdapter);

    world.findings.put(ADAPTER, new Finding.Found(new ModelDigests(DIGEST, null, null)));
    world.settle();
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel())
        .isEqualTo("fix-0123456789ab");
    assertThat(world.questions).as("it is not read again").isEmpty();
  }

  @Test
  void otherFilesThanTheSpecSaysNeverGetTraffic() {
    World world = serving();
    world.spec = Specs.withAdapter(world.spec, PINNED);
    world.findings.put(ADAPTER, new Finding.Found(new ModelDigests("f".repeat(64), null, null)));
    world.settle();

    assertThat(world.releases).hasSize(1);
    assertThat(world.canaries).isEmpty();
    assertThat(world.decideService().progress().reason())
        .isEqualTo(ServiceReason.AdapterNotVerified);
    assertThat(world.decideService().progress().message())
        .contains(DIGEST)
        .contains("f".repeat(64))
        .contains(URI);
  }

  @Test
  void filesThatCannotBeReadAreAConditionAndTrafficGoesOn() {
    World world = serving();
    String stable = world.plan.stable();
    world.spec = Specs.withAdapter(world.spec, PINNED);
    world.findings.put(ADAPTER, new Finding.Failed("no COMPLETE in fix-0123456789ab"));
    world.settle();

    assertThat(world.plan.stable()).isEqualTo(stable);
    assertThat(reason(world)).isEqualTo(ServiceReason.AdapterNotVerified);
  }

  @Test
  void aPinnedAdapterThatServesIsNeverAskedAboutAndAPromptEditKeepsIt() {
    World world = pinned();
    world.findings.clear();
    world.verdict = "Continue";
    world.spec = Specs.withAdapter(Turns.spec("another", "Managed", false, null), PINNED);
    world.settle();

    assertThat(world.questions).isEmpty();
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().servedModel())
        .isEqualTo("fix-0123456789ab");
  }

  @Test
  void aPinnedAdapterInTrafficRunsNotAheadOfTheSpec() {
    assertThat(condition(pinned(), ServiceConditions.REPAIR_ACTIVE).getStatus()).isEqualTo("False");
  }

  @Test
  void aRepairThatWaitsForACommitIsAConditionWithTheLinesUntilTheyAreCommitted() {
    World world = pinned();
    String repaired = Turns.addRepair(world, "fix-bbbbbbbbbbbb", "unused");
    world.delete("unused");
    world.repairs.add(new Repair("run", world.now, false, true, world.plan.stable(), repaired));

    Condition waits = condition(world, ServiceConditions.AWAITING_GIT);
    assertThat(waits.getStatus()).isEqualTo("True");
    assertThat(waits.getMessage()).contains("HealingRun 'run'").contains("adapter:");

    world.spec = Turns.spec("good prompt", "Managed", false, null);
    assertThat(condition(world, ServiceConditions.AWAITING_GIT).getStatus()).isEqualTo("False");
  }

  @Test
  void theFirstReleaseOfAModelThatIsKnownByItsFilesWaitsForThem() {
    World world = new World();
    world.spec =
        Specs.withModel(world.spec, new Model("pvc://models/base", "1", "Files", null, null));
    world.settle();
    assertThat(world.releases).isEmpty();
    assertThat(world.questions).containsExactly(MODEL);
    assertThat(reason(world)).isEqualTo(ServiceReason.ResolvingModel);

    world.findings.put(MODEL, new Finding.Found(DIGESTS));
    world.settle();
    assertThat(world.plan.routes().getFirst().tuple().digests()).isEqualTo(DIGESTS);

    world.findings.clear();
    change(world, "other prompt");
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().tuple().digests())
        .as("a model that serves is not read again")
        .isEqualTo(DIGESTS);
  }

  @Test
  void theSameModelWithOtherFilesIsAnotherRelease() {
    World world = new World();
    world.spec =
        Specs.withModel(world.spec, new Model("pvc://models/base", "1", "Files", null, null));
    world.findings.put(MODEL, new Finding.Found(DIGESTS));
    String one = world.settle().plan.stable();
    World other = new World();
    other.spec = world.spec;
    other.findings.put(
        MODEL, new Finding.Found(new ModelDigests("a".repeat(64), "b".repeat(64), null)));

    assertThat(other.settle().plan.stable()).isNotEqualTo(one);
  }

  @Test
  void askingForTheFilesOfAModelThatServesMakesNoRelease() {
    World world = serving();
    world.spec =
        Specs.withModel(world.spec, new Model("pvc://models/base", "1", "Files", null, null));
    world.settle();

    assertThat(world.releases).hasSize(1);
    assertThat(world.questions).isEmpty();
    assertThat(reason(world)).isEqualTo(ServiceReason.Settled);
  }

  @Test
  void aNewVersionOfAnInputIsARelease() {
    World world = serving();
    world.spec = Specs.withInputs(world.spec, List.of(new ReleaseInput("faq-index", "7", null)));
    world.settle();
    assertThat(Routes.of(world.plan, Routes.CANDIDATE).orElseThrow().tuple().inputs())
        .containsExactly(new ReleaseInput("faq-index", "7", null));
  }

  @Test
  void theOrderOfInputsIsNoRelease() {
    ReleaseInput index = new ReleaseInput("faq-index", "7", null);
    ReleaseInput tools = new ReleaseInput("tools", null, DIGEST);
    World world = new World();
    world.spec = Specs.withInputs(world.spec, List.of(index, tools));
    world.settle();
    world.spec = Specs.withInputs(world.spec, List.of(tools, index));
    world.settle();

    assertThat(world.releases).hasSize(1);
  }

  /** A service whose pinned adapter serves. */
  private static World pinned() {
    World world = serving();
    world.spec = Specs.withAdapter(world.spec, PINNED);
    world.findings.put(ADAPTER, new Finding.Found(new ModelDigests(DIGEST, null, null)));
    world.settle();
    Turns.finishTests(world);
    Turns.endBake(world);
    assertThat(world.plan.routes().getFirst().servedModel()).isEqualTo("fix-0123456789ab");
    return world;
  }

  private static ServiceReason reason(World world) {
    return world.decideService().progress().reason();
  }

  private static Condition condition(World world, String type) {
    Conditions none = Conditions.from(List.of(), 1L, Clock.systemUTC());
    return ServiceConditions.of(none, world.observation(), world.decideService(), Optional.empty())
        .find(type)
        .orElseThrow();
  }
}
