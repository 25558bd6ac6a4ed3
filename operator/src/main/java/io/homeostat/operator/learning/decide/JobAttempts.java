package io.homeostat.operator.learning.decide;

import java.util.Comparator;
import java.util.List;

/**
 * Decides about the Jobs of a learning step: a program that says why it failed is believed at once,
 * a Job that the infrastructure ended is tried again, three times in all.
 */
public final class JobAttempts {
  /** Jobs started at most for one object. */
  public static final int MAXIMUM = 3;

  private static final int FIRST_SIGNAL_EXIT_CODE = 128;

  private JobAttempts() {}

  /**
   * Decides what comes next.
   *
   * @param seen Jobs that exist, in any order
   * @param recorded highest attempt that the object's status names, 0 when none: a Job that was
   *     recorded and is gone was lost, one that was never recorded may never have been
   */
  public static JobDecision decide(List<AttemptObservation> seen, int recorded) {
    AttemptObservation latest =
        seen.stream().max(Comparator.comparingInt(AttemptObservation::attempt)).orElse(null);
    if (latest == null || latest.attempt() < recorded) {
      return recorded == 0
          ? new JobDecision.Start(1, "first attempt")
          : again(recorded, "its Job was deleted before it ended");
    }
    return switch (latest.phase()) {
      case PENDING -> new JobDecision.Wait(latest.attempt(), false, pending(latest));
      case RUNNING -> new JobDecision.Wait(latest.attempt(), true, "the Job runs");
      case SUCCEEDED -> succeeded(latest);
      case FAILED -> failed(latest);
    };
  }

  private static String pending(AttemptObservation attempt) {
    return attempt.waiting() == null
        ? "the Job's pod is starting"
        : "the Job's pod waits: " + attempt.waiting();
  }

  private static JobDecision succeeded(AttemptObservation attempt) {
    if (isBlank(attempt.terminationMessage())) {
      return again(attempt.attempt(), "its pod was gone before its result was read");
    }
    return TerminationMessage.result(attempt.terminationMessage())
        .<JobDecision>map(result -> new JobDecision.Finished(attempt.attempt(), result))
        .orElseGet(
            () ->
                new JobDecision.Failed(
                    attempt.attempt(),
                    JobFailure.ResultUnreadable,
                    "expected a JSON object as the Job's termination message, found "
                        + attempt.terminationMessage().length()
                        + " characters that are none: use the Jobs image of this version of"
                        + " Homeostat"));
  }

  private static JobDecision failed(AttemptObservation attempt) {
    String error = TerminationMessage.error(attempt.terminationMessage()).orElse(null);
    if (error != null) {
      return new JobDecision.Failed(attempt.attempt(), JobFailure.JobFailed, error);
    }
    if ("OOMKilled".equals(attempt.cause())) {
      return new JobDecision.Failed(
          attempt.attempt(),
          JobFailure.OutOfMemory,
          "the container needed more memory than its limit: raise resources.limits.memory");
    }
    boolean ownExit = attempt.exitCode() != null && attempt.exitCode() < FIRST_SIGNAL_EXIT_CODE;
    if (ownExit && !isBlank(attempt.terminationMessage())) {
      return new JobDecision.Failed(
          attempt.attempt(),
          JobFailure.JobFailed,
          TerminationMessage.lastLine(attempt.terminationMessage()));
    }
    return again(attempt.attempt(), ended(attempt));
  }

  private static String ended(AttemptObservation attempt) {
    String cause =
        attempt.cause() == null ? "its pod was lost" : "its pod ended with " + attempt.cause();
    return attempt.exitCode() == null ? cause : cause + " (exit code " + attempt.exitCode() + ")";
  }

  private static JobDecision again(int attempt, String because) {
    return attempt < MAXIMUM
        ? new JobDecision.Start(attempt + 1, because)
        : new JobDecision.Failed(
            attempt,
            JobFailure.AttemptsExhausted,
            "attempt %d of %d: %s; see the node's events, then delete and create this object again"
                .formatted(attempt, MAXIMUM, because));
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
