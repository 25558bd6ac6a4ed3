package io.homeostat.webhooks.warning.decide;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import java.util.Objects;
import java.util.Optional;

/** What the objects of a namespace tell of adapters and of the engines that are to load them. */
final class Adapters {
  private static final int DEFAULT_RANK = 16;

  private Adapters() {}

  /** The training that an adapter came from, as far as it is kept. */
  static Optional<FineTuneJob> training(String digest, Neighbours around) {
    return digest == null
        ? Optional.empty()
        : around.all(FineTuneJob.class).stream()
            .filter(job -> job.getStatus() != null && job.getStatus().artifact() != null)
            .filter(job -> digest.equals(job.getStatus().artifact().digest()))
            .findFirst();
  }

  /** The rank of an adapter, as far as what made it is kept. */
  static Optional<Integer> rank(String digest, Neighbours around) {
    return training(digest, around)
        .map(job -> rank(job.getSpec().lora()))
        .or(
            () ->
                around.all(AdapterMerge.class).stream()
                    .map(merge -> merge.getStatus())
                    .filter(status -> status != null && status.artifact() != null)
                    .filter(status -> status.artifact().digest().equals(digest))
                    .map(AdapterMergeStatus::rank)
                    .findFirst());
  }

  /** The rank of an adapter of this shape. */
  static int rank(HealingRecipe.Lora lora) {
    return lora == null ? DEFAULT_RANK : Objects.requireNonNullElse(lora.rank(), DEFAULT_RANK);
  }

  /** The largest rank that a service's engine loads. */
  static int limit(ModelServiceSpec service) {
    EngineSpec engine = service.engine();
    return engine == null
        ? DEFAULT_RANK
        : Objects.requireNonNullElse(engine.maxLoraRank(), DEFAULT_RANK);
  }
}
