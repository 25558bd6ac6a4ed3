package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Figures;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says in a FineTuneJob's status what became of its Job. */
public final class FineTuneStatuses {
  public static final String SUCCEEDED = "Succeeded";

  private static final double GIBIBYTE = 1L << 30;

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
          conditions, before, generation, new ResultFields(finished.result()), job, claim, began);
    }
    Told told = Told.of(decision, progress, ConditionStatus.UNKNOWN);
    boolean over = told.status() == ConditionStatus.FALSE;
    return new FineTuneJobStatus(
        generation,
        conditions.with(SUCCEEDED, told.status(), told.reason(), told.message()).list(),
        job,
        progress == null ? null : progress.percent(),
        progress == null ? null : progress.etaSeconds(),
        progress == null || progress.loss() == null ? null : decimal(progress.loss()),
        null,
        began,
        over ? now() : null,
        figures(progress, before),
        null);
  }

  /** What a training says, else what it said last. */
  private static Figures figures(JobProgress progress, FineTuneJobStatus before) {
    if (progress == null || progress.step() == null) {
      return before == null ? null : before.figures();
    }
    return new Figures(
        progress.step(),
        progress.steps(),
        progress.validationLoss() == null ? null : decimal(progress.validationLoss()),
        progress.tokensPerSecond(),
        memory(progress.memoryBytes(), progress.memoryLimitBytes()),
        null,
        null);
  }

  private static String memory(Long used, Long limit) {
    if (used == null) {
      return null;
    }
    String of = limit == null ? "" : String.format(Locale.ROOT, " of %.1fGi", limit / GIBIBYTE);
    return String.format(Locale.ROOT, "%.1fGi", used / GIBIBYTE) + of;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private FineTuneJobStatus trained(
      Conditions conditions,
      FineTuneJobStatus before,
      Long generation,
      ResultFields result,
      String job,
      String claim,
      String began) {
    String name = result.text("name");
    String message =
        "adapter %s, loss %s after %s steps"
            .formatted(name, result.decimal("loss"), result.integer("steps"));
    Integer tooLong = result.integer("rowsTooLong");
    if (tooLong != null && tooLong > 0) {
      message += ", %d rows left out as too long".formatted(tooLong);
    }
    Figures last = before == null ? null : before.figures();
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
        now(),
        new Figures(
            result.integer("steps"),
            result.integer("steps"),
            result.decimal("validationLoss"),
            last == null ? null : last.tokensPerSecond(),
            last == null ? null : last.memory(),
            result.integer("rows"),
            tooLong),
        tracked(result));
  }

  private static Tracked tracked(ResultFields result) {
    ResultFields run = result.object("tracking");
    String trouble = result.text("untracked");
    return run == null && trouble == null
        ? null
        : new Tracked(
            run == null ? null : run.text("run"),
            run == null ? null : run.text("model"),
            run == null ? null : run.text("version"),
            null,
            null,
            trouble);
  }

  private String begin(JobDecision decision) {
    return decision instanceof JobDecision.Blocked ? null : now();
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
