package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says in a FineTuneJob's status what became of its Job. */
public final class FineTuneStatuses {
  public static final String SUCCEEDED = "Succeeded";

  private final Clock clock;

  public FineTuneStatuses(Clock clock) {
    this.clock = clock;
  }

  /** Whether the training is over. */
  public static boolean isFinal(FineTuneJobStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), SUCCEEDED)
            || Conditions.isFalse(status.conditions(), SUCCEEDED));
  }

  /** Returns the status to write; parameters as in {@link DatasetStatuses#of}. */
  public FineTuneJobStatus of(
      FineTuneJobStatus before,
      Long generation,
      JobDecision decision,
      String job,
      JobProgress progress,
      String claim) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock);
    String began =
        before == null || before.startedAt() == null ? begin(decision) : before.startedAt();
    if (decision instanceof JobDecision.Finished finished) {
      return trained(
          conditions, generation, new ResultFields(finished.result()), job, claim, began);
    }
    Told told = Told.of(decision, progress, ConditionStatus.UNKNOWN);
    boolean over = told.status() == ConditionStatus.FALSE;
    return new FineTuneJobStatus(
        generation,
        conditions.with(SUCCEEDED, told.status(), told.reason(), told.message()).list(),
        job,
        progress == null ? null : progress.percent(),
        progress == null ? null : progress.etaSeconds(),
        progress == null || progress.loss() == null
            ? null
            : String.format(Locale.ROOT, "%.3f", progress.loss()),
        null,
        began,
        over ? now() : null);
  }

  private FineTuneJobStatus trained(
      Conditions conditions,
      Long generation,
      ResultFields result,
      String job,
      String claim,
      String began) {
    String name = result.text("name");
    String message =
        "adapter %s, loss %s after %s steps"
            .formatted(name, result.decimal("loss"), result.integer("steps"));
    return new FineTuneJobStatus(
        generation,
        conditions
            .with(SUCCEEDED, ConditionStatus.TRUE, LearningReason.AdapterTrained, message)
            .list(),
        job,
        "100%",
        null,
        result.decimal("loss"),
        new FineTuneJobStatus.Artifact(
            name, new PvcUri(claim, "adapters/" + name).toString(), result.text("digest")),
        began,
        now());
  }

  private String begin(JobDecision decision) {
    return decision instanceof JobDecision.Blocked ? null : now();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
