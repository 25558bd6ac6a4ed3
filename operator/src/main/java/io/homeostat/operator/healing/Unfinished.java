package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import io.homeostat.operator.learning.decide.EvaluationStatuses;
import io.homeostat.operator.learning.decide.FineTuneStatuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Picks those of a repair's objects that are still at work. */
final class Unfinished {
  private static final String SUCCEEDED = "Succeeded";

  private Unfinished() {}

  static List<HasMetadata> of(
      Optional<CanaryRelease> canary,
      List<Evaluation> evaluations,
      Optional<AdapterMerge> merge,
      Optional<FineTuneJob> fineTune,
      Optional<Dataset> dataset) {
    List<HasMetadata> open = new ArrayList<>();
    canary
        .filter(c -> c.getStatus() == null || !decided(c.getStatus().conditions()))
        .ifPresent(open::add);
    open.addAll(evaluations(evaluations));
    merge
        .filter(m -> m.getStatus() == null || !decided(m.getStatus().conditions()))
        .ifPresent(open::add);
    fineTune.filter(f -> !FineTuneStatuses.isFinal(f.getStatus())).ifPresent(open::add);
    dataset.filter(d -> !DatasetStatuses.isFinal(d.getStatus())).ifPresent(open::add);
    return open;
  }

  static List<HasMetadata> evaluations(List<Evaluation> evaluations) {
    return evaluations.stream()
        .filter(e -> !EvaluationStatuses.isFinal(e.getStatus()))
        .<HasMetadata>map(e -> e)
        .toList();
  }

  private static boolean decided(List<Condition> conditions) {
    return Conditions.isTrue(conditions, SUCCEEDED) || Conditions.isFalse(conditions, SUCCEEDED);
  }
}
