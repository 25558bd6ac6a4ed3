package io.homeostat.webhooks.warning.decide;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import java.util.Optional;
import java.util.stream.Stream;

/** Adapters of a larger rank than the engine loads: they would never be proven on its pods. */
final class AdapterRank {
  private AdapterRank() {}

  static Stream<String> of(Change<?> change, Neighbours around) {
    return Stream.of(
            Warnings.of(FineTuneJob.class, change).flatMap(it -> training(it.object(), around)),
            Warnings.of(HealingPolicy.class, change).flatMap(it -> policy(it.object(), around)),
            Warnings.of(Release.class, change).flatMap(it -> release(it.object(), around)),
            Warnings.of(ModelService.class, change).flatMap(it -> service(it, around)))
        .flatMap(sentences -> sentences);
  }

  private static Stream<String> training(FineTuneJob job, Neighbours around) {
    return above(
        "spec.lora.rank",
        Adapters.rank(job.getSpec().lora()),
        job.getSpec().modelServiceRef(),
        around);
  }

  private static Stream<String> policy(HealingPolicy policy, Neighbours around) {
    return healed(policy, around)
        .map(
            service ->
                above(
                    "spec.recipe.fineTune.lora.rank", Adapters.rank(lora(policy)), service, around))
        .orElse(Stream.empty());
  }

  private static Stream<String> release(Release release, Neighbours around) {
    var adapter = release.getSpec().tuple().adapter();
    return adapter == null
        ? Stream.empty()
        : Adapters.rank(adapter.digest(), around).stream()
            .flatMap(
                rank ->
                    above("spec.tuple.adapter", rank, release.getSpec().modelServiceRef(), around));
  }

  private static Stream<String> above(String field, int rank, Ref service, Neighbours around) {
    return around.find(ModelService.class, service.name()).stream()
        .filter(found -> rank > Adapters.limit(found.getSpec()))
        .map(
            found ->
                "%s: rank %d is above spec.engine.maxLoraRank %d of ModelService '%s', whose engine will not load the adapter; raise that or lower this"
                    .formatted(field, rank, Adapters.limit(found.getSpec()), service.name()));
  }

  /** A limit that what is there already does not keep. */
  private static Stream<String> service(Change<ModelService> change, Neighbours around) {
    int limit = Adapters.limit(change.object().getSpec());
    Stream<String> recipes =
        change.touches(service -> Adapters.limit(service.getSpec()))
            ? around.all(HealingPolicy.class).stream()
                .filter(
                    policy ->
                        healed(policy, around)
                            .map(Ref::name)
                            .filter(change.name()::equals)
                            .isPresent())
                .filter(policy -> Adapters.rank(lora(policy)) > limit)
                .map(
                    policy ->
                        below(
                            limit,
                            Adapters.rank(lora(policy)),
                            "that HealingPolicy '%s' trains"
                                .formatted(policy.getMetadata().getName())))
            : Stream.empty();
    var adapter = change.object().getSpec().adapter();
    Stream<String> pinned =
        adapter == null
            ? Stream.empty()
            : Adapters.rank(adapter.digest(), around).stream()
                .filter(rank -> rank > limit)
                .map(rank -> below(limit, rank, "of the adapter in spec.adapter.uri"));
    return Stream.concat(recipes, pinned);
  }

  private static String below(int limit, int rank, String whose) {
    return "spec.engine.maxLoraRank: %d is below rank %d %s, which the engine will not load; raise it"
        .formatted(limit, rank, whose);
  }

  private static Optional<Ref> healed(HealingPolicy policy, Neighbours around) {
    return around
        .find(DriftMonitor.class, policy.getSpec().driftMonitorRef().name())
        .map(monitor -> monitor.getSpec().modelServiceRef());
  }

  private static HealingRecipe.Lora lora(HealingPolicy policy) {
    HealingRecipe recipe = policy.getSpec().recipe();
    return recipe == null || recipe.fineTune() == null ? null : recipe.fineTune().lora();
  }
}
