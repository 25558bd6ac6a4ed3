package io.homeostat.operator.healing.decide;

import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.RowRules;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a repair learns from: corrections of what drifted, and replay of everything else.
 */
public final class RunDataset {
  private static final String CORRECTIONS = "corrections";
  private static final String REPLAY = "replay";
  private static final String BASE_TRAINING = "BaseTraining";

  private RunDataset() {}

  /** The Dataset of a run; what it leaves open has the kind's defaults. */
  public static DatasetSpec spec(HealingRunSpec run) {
    HealingRecipe.DatasetRecipe recipe = run.recipe().dataset();
    List<DatasetSource> sources = new ArrayList<>();
    sources.add(
        new DatasetSource(
            CORRECTIONS,
            new DatasetSource.Corrections(
                run.drift().capability(),
                run.drift().since(),
                recipe.minimumCorrections(),
                recipe.maximumWaitSeconds()),
            null,
            null,
            null,
            null));
    if (recipe.replay() != null) {
      sources.add(
          new DatasetSource(
              REPLAY,
              null,
              null,
              new DatasetSource.File(recipe.replay().uri(), BASE_TRAINING, recipe.replay().rows()),
              null,
              null));
    }
    return new DatasetSpec(
        run.modelServiceRef(),
        sources,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new RowRules.Split(recipe.testPerCapability(), null, null),
        null);
  }
}
