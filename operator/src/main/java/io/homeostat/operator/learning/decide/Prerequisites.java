package io.homeostat.operator.learning.decide;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a Job cannot start without. Checks are made in the order written; the first that fails is
 * what the user is told, so later ones may rely on earlier ones.
 */
final class Prerequisites {
  private final ServiceView service;
  private Preparation missing;

  private Prerequisites(ServiceView service) {
    this.service = service;
  }

  /**
   * The ModelService must exist.
   *
   * @param name what {@code spec.modelServiceRef} names
   * @param service null when it does not exist
   */
  static Prerequisites modelService(String name, ServiceView service) {
    return new Prerequisites(service)
        .check(
            () -> service != null,
            LearningReason.ModelServiceNotFound,
            "spec.modelServiceRef names ModelService '%s', which does not exist in this namespace",
            name);
  }

  /**
   * The ModelService must name a claim for artifacts.
   *
   * @param result what is written there, such as "the adapter"
   */
  Prerequisites artifactsClaim(String result) {
    return check(
        () -> service.artifactsClaim() != null,
        LearningReason.NoArtifactsClaim,
        "ModelService '%s' names no claim to write %s to: set its spec.artifacts.claimName",
        service == null ? null : service.name(),
        result);
  }

  /** The ModelService must serve a release. */
  Prerequisites stableRelease() {
    return check(
        () -> service.stablePrompt() != null,
        LearningReason.NoStableRelease,
        "ModelService '%s' has no stable release yet",
        service == null ? null : service.name());
  }

  /**
   * The Dataset must be built.
   *
   * @param name what {@code spec.datasetRef} names
   * @param dataset null when it does not exist
   */
  Prerequisites dataset(String name, DatasetView dataset) {
    return check(
            () -> dataset != null,
            LearningReason.DatasetNotFound,
            "spec.datasetRef names Dataset '%s', which does not exist in this namespace",
            name)
        .check(
            () -> dataset.uri() != null,
            LearningReason.DatasetNotReady,
            "Dataset '%s' is not built yet",
            name);
  }

  /** Nothing else must be missing; null when nothing is. */
  Prerequisites given(Preparation.Blocked lack) {
    missing = missing == null ? lack : missing;
    return this;
  }

  /** The engine must load adapters of the rank. */
  Prerequisites adapterRank(int rank, int largest) {
    return check(
        () -> rank <= largest,
        LearningReason.RankTooLarge,
        "spec.lora.rank is %d and the engine of ModelService '%s' loads at most %d: raise its"
            + " spec.engine.maxLoraRank, or create a FineTuneJob of a lower rank",
        rank,
        service == null ? null : service.name(),
        largest);
  }

  /** What is missing first; when nothing is, what follows. */
  Preparation then(Supplier<Preparation> next) {
    return missing == null ? next.get() : missing;
  }

  private Prerequisites check(
      BooleanSupplier holds, LearningReason reason, String message, Object... arguments) {
    if (missing == null && !holds.getAsBoolean()) {
      missing = Preparation.blocked(reason, message, arguments);
    }
    return this;
  }
}
