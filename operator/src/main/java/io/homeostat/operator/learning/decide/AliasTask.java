package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.Resources;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down how a Job moves an alias in MLflow: a Job, since only the user's Secret can say where
 * MLflow is, and the operator reads no Secrets.
 */
public final class AliasTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "100m", "memory", "128Mi"), Map.of("memory", "512Mi"));

  private AliasTask() {}

  /** Part of the Jobs' names: every move has Jobs of its own. */
  public static String suffix(Tracked tracked) {
    return "alias-" + moves(tracked);
  }

  /** How often the alias was moved. */
  public static int moves(Tracked tracked) {
    return tracked.moves() == null ? 0 : tracked.moves();
  }

  /** Prepares the Job of a FineTuneJob that is tracked. */
  public static Preparation prepare(FineTuneJobSpec spec, Tracked tracked, AliasMove move) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model", tracked.model());
    config.put("version", tracked.version());
    config.put("alias", AliasMove.ALIAS);
    config.put("action", move == AliasMove.SET ? "Set" : "Remove");
    return new Preparation.Ready(
        new LearningTask(
            "alias",
            spec.modelServiceRef().name(),
            config,
            Map.of(),
            List.of(),
            RESOURCES)
            .with(
                new JobSettings(
                    null, null, null, spec.tracking().secretRef().name(), false, false)));
  }
}
