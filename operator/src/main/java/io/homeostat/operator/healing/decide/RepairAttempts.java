package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.healingrun.HealingRunPlan.Part;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lays out what a repair tries, the cheapest first: what has answered well before, an adapter that
 * is there, a new one, a new one together with those of other capabilities. Each has to pass the
 * same evaluation.
 */
final class RepairAttempts {
  private static final int MOST_PARTS = 3;

  private final HealingRunSpec.Drift drift;
  private final RepairSources sources;
  private final List<RunSummary> earlier;
  private final String stable;

  private RepairAttempts(HealingObservation seen, HealingRunSpec.Drift drift) {
    this.drift = drift;
    this.sources = seen.sources();
    this.stable = seen.service().stableFingerprint();
    this.earlier =
        seen.runs().stream()
            .filter(run -> !run.active())
            .filter(run -> run.drift().capability().equals(drift.capability()))
            .sorted(Comparator.comparing(RunSummary::startedAt).reversed())
            .toList();
  }

  /** Returns the attempts in their order; empty when none of the recipe's strategies applies. */
  static List<Attempt> of(
      HealingObservation seen, HealingRunSpec.Drift drift, HealingRecipe recipe) {
    RepairAttempts attempts = new RepairAttempts(seen, drift);
    List<Attempt> all = new ArrayList<>();
    if (recipe.strategies().contains("EarlierRelease")) {
      attempts
          .earlierRelease()
          .ifPresent(name -> all.add(new Attempt("EarlierRelease", name, null, null)));
    }
    if (recipe.strategies().contains("ExistingAdapter")) {
      attempts
          .existingAdapter()
          .ifPresent(part -> all.add(new Attempt("ExistingAdapter", null, part, null)));
    }
    if (recipe.strategies().contains("FineTune")) {
      all.add(new Attempt("FineTune", null, null, null));
    }
    List<Part> others = attempts.partsForOthers();
    boolean mergeable = !others.isEmpty() && others.size() <= MOST_PARTS;
    if (recipe.strategies().contains("Merge") && mergeable) {
      all.add(new Attempt("Merge", null, null, others));
    }
    return all;
  }

  /**
   * The release whose answers were the baseline when a release brought the drop; when other answers
   * are right now and stable was once repaired for them, the release before that repair, since the
   * world may have changed back.
   */
  private Optional<String> earlierRelease() {
    Optional<String> name =
        "Release".equals(drift.cause())
            ? Optional.ofNullable(drift.baselineRelease())
            : partForDrift()
                .flatMap(part -> madeBy(part.fineTuneJob()))
                .map(run -> run.spec().stableRelease());
    return name.filter(sources.releases()::containsKey)
        .filter(release -> !stable.equals(sources.releases().get(release)))
        .filter(release -> !sources.rejected().contains(sources.releases().get(release)));
  }

  /** The latest adapter for the capability that stable does not answer with. */
  private Optional<Part> existingAdapter() {
    return earlier.stream()
        .map(RunSummary::fineTuneJob)
        .filter(job -> job != null && sources.trained().contains(job))
        .filter(job -> sources.parts().stream().noneMatch(part -> job.equals(part.fineTuneJob())))
        .findFirst()
        .map(job -> new Part(drift.capability(), job));
  }

  private Optional<Part> partForDrift() {
    return sources.parts().stream()
        .filter(part -> drift.capability().equals(part.capability()))
        .findFirst();
  }

  private Optional<RunSummary> madeBy(String fineTuneJob) {
    return earlier.stream().filter(run -> fineTuneJob.equals(run.fineTuneJob())).findFirst();
  }

  private List<Part> partsForOthers() {
    return sources.parts().stream()
        .filter(part -> !drift.capability().equals(part.capability()))
        .toList();
  }
}
