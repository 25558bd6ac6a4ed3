package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.dataset.DatasetStatus;
import java.time.Clock;

/** Says in a Dataset's status what became of its Job. */
public final class DatasetStatuses {
  public static final String READY = "Ready";

  private static final int FIRST_VERSION = 1;

  private final Clock clock;

  public DatasetStatuses(Clock clock) {
    this.clock = clock;
  }

  /** Whether the Dataset is built, or never will be. */
  public static boolean isFinal(DatasetStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), READY)
            || Conditions.find(status.conditions(), READY)
                .filter(c -> JobFailure.names(c.getReason()))
                .isPresent());
  }

  /**
   * Returns the status to write.
   *
   * @param before the status as it stands; null when there is none
   * @param job name of the latest Job; null when none was started
   * @param progress what the running Job says; null when it is not known
   * @param claim the claim that the Job writes to; null when not known
   */
  public DatasetStatus of(
      DatasetStatus before,
      Long generation,
      JobDecision decision,
      String job,
      JobProgress progress,
      String claim) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock);
    if (decision instanceof JobDecision.Finished finished) {
      return built(conditions, generation, new ResultFields(finished.result()), job, claim);
    }
    Told told = Told.of(decision, progress, ConditionStatus.FALSE);
    return new DatasetStatus(
        generation,
        conditions.with(READY, told.status(), told.reason(), told.message()).list(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        job);
  }

  private static DatasetStatus built(
      Conditions conditions, Long generation, ResultFields result, String job, String claim) {
    String uri = new PvcUri(claim, "datasets/" + result.text("uri")).toString();
    String message =
        "%s rows to train on (%s corrections, %s replayed), %s held out"
            .formatted(
                result.integer("trainRows"),
                result.integer("corrections"),
                result.integer("replay"),
                result.integer("testRows"));
    return new DatasetStatus(
        generation,
        conditions.with(READY, ConditionStatus.TRUE, LearningReason.DatasetBuilt, message).list(),
        FIRST_VERSION,
        result.text("digest"),
        uri,
        uri + "/test.jsonl",
        result.integer("trainRows"),
        result.integer("testRows"),
        result.integer("corrections"),
        result.integer("replay"),
        result.integer("sources"),
        job);
  }
}
