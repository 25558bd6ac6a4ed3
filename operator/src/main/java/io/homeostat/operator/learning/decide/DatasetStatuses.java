package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Says in a Dataset's status what became of its latest build, and which version there is. */
public final class DatasetStatuses {
  public static final String READY = "Ready";
  public static final String CURRENT = "Current";

  private final Clock clock;

  public DatasetStatuses(Clock clock) {
    this.clock = clock;
  }

  /** Whether there is a version, or none until the Dataset is changed or looked at again. */
  public static boolean isFinal(DatasetStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), READY)
            || Conditions.find(status.conditions(), READY)
                .filter(c -> endsBuild(c.getReason()))
                .isPresent());
  }

  /** Whether a reason says that a build ended without a version. */
  public static boolean endsBuild(String reason) {
    return JobFailure.names(reason) || LearningReason.PoisonGuardTripped.name().equals(reason);
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
      DatasetBuilds.Next.Build build,
      JobDecision decision,
      String job,
      JobProgress progress,
      String claim) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), build.generation(), clock);
    DatasetVersion version = DatasetVersion.of(before);
    if (decision instanceof JobDecision.Finished finished) {
      return ended(conditions, version, build, BuildResult.of(finished.result(), claim), job);
    }
    Told told = Told.of(decision, progress, ConditionStatus.FALSE);
    return version.status(
        build,
        with(conditions, version, told),
        job,
        decision instanceof JobDecision.Failed ? now() : null,
        BuildResult.before(before));
  }

  /** The status of a Dataset that nobody has looked at. */
  public static DatasetStatus nothing() {
    return new DatasetStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null);
  }

  private DatasetStatus ended(
      Conditions conditions,
      DatasetVersion version,
      DatasetBuilds.Next.Build build,
      BuildResult result,
      String job) {
    if (result.tripped()) {
      Told told =
          new Told(
              ConditionStatus.FALSE, LearningReason.PoisonGuardTripped, result.trippedSentence());
      return version.status(build, with(conditions, version, told), job, now(), result);
    }
    DatasetVersion next = version.next(result);
    Told built = new Told(ConditionStatus.TRUE, LearningReason.DatasetBuilt, next.sentence());
    return next.status(build, with(conditions, next, built), job, now(), result);
  }

  /** Ready tells of the version when there is one, else of the build; Current of the build. */
  private static Conditions with(Conditions conditions, DatasetVersion version, Told build) {
    Told ready =
        version.exists()
            ? new Told(ConditionStatus.TRUE, LearningReason.DatasetBuilt, version.sentence())
            : build;
    return conditions
        .with(READY, ready.status(), ready.reason(), ready.message())
        .with(CURRENT, build.status(), build.reason(), build.message());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
