package io.homeostat.webhooks.warning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import org.junit.jupiter.api.Test;

/** Adapters that the engine of their service cannot load, or that belong to another base. */
class AdaptersTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final String TRAINING =
      """
      metadata: {name: refunds}
      spec:
        modelServiceRef: {name: support}
        datasetRef: {name: refunds}
        lora: {rank: %d}
      status: {artifact: {name: refunds-abababababab, digest: "%s"}}
      """;
  private static final String POLICY =
      """
      metadata: {name: heal}
      spec: {driftMonitorRef: {name: support}, recipe: {fineTune: {lora: {rank: %d}}}}
      """;

  private final Around around =
      new Around()
          .with(ModelService.class, service(16, "pvc://models/base", "1", ""))
          .with(
              Dataset.class,
              "{metadata: {name: refunds}, spec: {modelServiceRef: {name: support}}}")
          .with(
              DriftMonitor.class,
              "{metadata: {name: support}, spec: {modelServiceRef: {name: support}}}");

  @Test
  void aTrainingOfALargerRankThanTheEngineLoadsIsTold() {
    assertThat(around.creating(FineTuneJob.class, training(16))).isEmpty();
    assertThat(around.creating(FineTuneJob.class, training(32)))
        .containsExactly(
            "spec.lora.rank: rank 32 is above spec.engine.maxLoraRank 16 of ModelService 'support',"
                + " whose engine will not load the adapter; raise that or lower this");
  }

  @Test
  void aRecipeOfALargerRankIsTold() {
    assertThat(around.creating(HealingPolicy.class, POLICY.formatted(16))).isEmpty();
    assertThat(around.creating(HealingPolicy.class, POLICY.formatted(64)))
        .singleElement()
        .asString()
        .startsWith("spec.recipe.fineTune.lora.rank: rank 64 is above");
  }

  @Test
  void aReleaseOfAnAdapterThatWasTrainedWithALargerRankIsTold() {
    around.with(FineTuneJob.class, training(32));

    assertThat(around.creating(Release.class, release("support-b", "pvc://models/base")))
        .singleElement()
        .asString()
        .startsWith("spec.tuple.adapter: rank 32 is above spec.engine.maxLoraRank 16");
  }

  @Test
  void aReleaseOfAMergeOfALargerRankIsTold() {
    around.with(
        AdapterMerge.class,
        """
        metadata: {name: both}
        spec: {modelServiceRef: {name: support}}
        status: {rank: 32, artifact: {name: both-abababababab, digest: "%s"}}
        """
            .formatted(DIGEST));

    assertThat(around.creating(Release.class, release("support-b", "pvc://models/base")))
        .singleElement()
        .asString()
        .startsWith("spec.tuple.adapter: rank 32 is above spec.engine.maxLoraRank 16");
  }

  @Test
  void anEngineThatIsLimitedBelowItsRecipesAndItsPinnedAdapterIsTold() {
    around.with(HealingPolicy.class, POLICY.formatted(16)).with(FineTuneJob.class, training(16));
    String pinned = ", adapter: {mode: Pinned, uri: x, digest: \"%s\"}".formatted(DIGEST);

    assertThat(
            around.changing(
                ModelService.class,
                service(16, "pvc://models/base", "1", ""),
                service(8, "pvc://models/base", "1", pinned)))
        .containsExactly(
            "spec.engine.maxLoraRank: 8 is below rank 16 that HealingPolicy 'heal' trains, which"
                + " the engine will not load; raise it",
            "spec.engine.maxLoraRank: 8 is below rank 16 of the adapter in spec.adapter.uri, which"
                + " the engine will not load; raise it");
  }

  @Test
  void anAdapterThatHasServedOnAnotherBaseIsTold() {
    around.with(Release.class, release("support-a", "pvc://models/base"));

    assertThat(around.creating(Release.class, release("support-b", "pvc://models/base"))).isEmpty();
    assertThat(around.creating(Release.class, release("support-c", "pvc://models/other")))
        .containsExactly(
            "spec.tuple.adapter: the adapter was trained on pvc://models/base at 1, and here it"
                + " meets pvc://models/other at 1; take an adapter of this base");
  }

  @Test
  void aPinnedAdapterThatWasTrainedForAnotherBaseIsTold() {
    around
        .with(FineTuneJob.class, training(16))
        .with(ModelService.class, "{metadata: {name: sales}, spec: {}}");
    String pinned = ", adapter: {mode: Pinned, uri: x, digest: \"%s\"}".formatted(DIGEST);

    assertThat(
            around.creating(
                ModelService.class,
                service(16, "pvc://models/base", "2", pinned).replace("support", "desk")))
        .containsExactly(
            "spec.adapter.uri: the adapter was trained on pvc://models/base at 1, and here it meets"
                + " pvc://models/base at 2; take an adapter of this base");
  }

  @Test
  void aNewBaseThatLeavesTheRepairBehindIsTold() {
    around.with(Release.class, release("support-a", "pvc://models/base"));
    String status = "\nstatus: {stable: support-a}";

    assertThat(
            around.changing(
                ModelService.class,
                service(16, "pvc://models/base", "1", "") + status,
                service(16, "pvc://models/base", "2", "") + status))
        .containsExactly(
            "spec.model: stable's adapter 'refunds-abababababab' belongs to the base before; the"
                + " new release begins without it, and repairs are made anew");
    assertThat(
            around.changing(
                ModelService.class,
                service(16, "pvc://models/base", "1", "") + status,
                service(32, "pvc://models/base", "1", "") + status))
        .isEmpty();
  }

  private static String training(int rank) {
    return TRAINING.formatted(rank, DIGEST);
  }

  private static String service(int rank, String uri, String revision, String more) {
    return """
    metadata: {name: support}
    spec: {model: {uri: "%s", revision: "%s"}, engine: {maxLoraRank: %d}%s}"""
        .formatted(uri, revision, rank, more);
  }

  private static String release(String name, String base) {
    return """
    metadata: {name: %s}
    spec:
      modelServiceRef: {name: support}
      tuple:
        version: 1
        model: {uri: "%s", revision: "1"}
        adapter: {name: refunds-abababababab, digest: "%s"}
    """
        .formatted(name, base, DIGEST);
  }
}
