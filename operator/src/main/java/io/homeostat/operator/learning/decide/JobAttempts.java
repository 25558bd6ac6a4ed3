package io.homeostat.operator.learning.decide;

import java.util.Comparator;
import java.util.List;

/**
 * Decides about the Jobs of a learning step: a program that says why it failed is believed at once,
 * a Job that the infrastructure ended is tried again, one that ran out of memory with smaller
 * batches where it has some, three times in all.
 */
public final class JobAttempts {
  /** Jobs started at most for one object. */
  public static final int MAXIMUM = 3;

  /** By how much batches shrink after an attempt that ran out of memory. */
  static final int CUT = 4;

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
          ? new JobDecision.Start(1, "first attempt", 1)
          : again(recorded, 1, "its Job was deleted before it ended");
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
      return again(attempt, "its pod was gone before its result was read");
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
    if ("DeadlineExceeded".equals(attempt.cause())) {
      return new JobDecision.Failed(
          attempt.attempt(),
          JobFailure.DeadlineExceeded,
          "the attempt ran longer than spec.deadlineSeconds: raise it, or train less");
    }
    TerminationMessage.Failure said =
        TerminationMessage.failure(attempt.terminationMessage()).orElse(null);
    if (said != null) {
      return said(attempt, said);
    }
    if ("OOMKilled".equals(attempt.cause())) {
      return outOfMemory(attempt, "the container needed more memory than its limit");
    }
    boolean ownExit = attempt.exitCode() != null && attempt.exitCode() < FIRST_SIGNAL_EXIT_CODE;
    if (ownExit && !isBlank(attempt.terminationMessage())) {
      return new JobDecision.Failed(
          attempt.attempt(),
          JobFailure.JobFailed,
          TerminationMessage.lastLine(attempt.terminationMessage()));
    }
    return again(attempt, ended(attempt));
  }

  /** The program's own word, with the class that it gives its failure. */
  private static JobDecision said(AttemptObservation attempt, TerminationMessage.Failure said) {
    return switch (said.kind()) {
      case "OutOfMemory" -> outOfMemory(attempt, said.error());
      case "Infrastructure" -> again(attempt, said.error());
      case "Data" ->
          new JobDecision.Failed(attempt.attempt(), JobFailure.DataRefused, said.error());
      default -> new JobDecision.Failed(attempt.attempt(), JobFailure.JobFailed, said.error());
    };
  }

  private static JobDecision outOfMemory(AttemptObservation attempt, String because) {
    if (attempt.divisor() != null && attempt.attempt() < MAXIMUM) {
      int divisor = attempt.divisor() * CUT;
      return new JobDecision.Start(
          attempt.attempt() + 1,
          "%s: batches are cut to 1/%d, the step stays as it is".formatted(because, divisor),
          divisor);
    }
    return new JobDecision.Failed(
        attempt.attempt(),
        JobFailure.OutOfMemory,
        because + ": raise resources.limits.memory, or give it a larger device");
  }

  private static String ended(AttemptObservation attempt) {
    String cause =
        attempt.cause() == null ? "its pod was lost" : "its pod ended with " + attempt.cause();
    return attempt.exitCode() == null ? cause : cause + " (exit code " + attempt.exitCode() + ")";
  }

  private static JobDecision again(AttemptObservation attempt, String because) {
    int divisor = attempt.divisor() == null ? 1 : attempt.divisor();
    return again(attempt.attempt(), divisor, because);
  }

  private static JobDecision again(int attempt, int divisor, String because) {
    return attempt < MAXIMUM
        ? new JobDecision.Start(attempt + 1, because, divisor)
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
