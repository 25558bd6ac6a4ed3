package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.operator.learning.decide.AttemptObservation.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobAttemptsTest {
  /** The operator was killed here; what it finds afterwards; what it does. */
  static Stream<Arguments> killedHere() {
    return Stream.of(
        Arguments.of(
            "before anything was made", List.of(), 0, new JobDecision.Start(1, "first attempt", 1)),
        Arguments.of(
            "after the Job was made, before the status named it",
            List.of(pending(1)),
            0,
            new JobDecision.Wait(1, false, "the Job's pod is starting")),
        Arguments.of(
            "while the Job ran",
            List.of(running(1)),
            1,
            new JobDecision.Wait(1, true, "the Job runs")),
        Arguments.of(
            "before the second Job was made",
            List.of(failed(1, null, null, "Evicted")),
            1,
            new JobDecision.Start(2, "its pod ended with Evicted", 1)),
        Arguments.of(
            "after the second Job was made, before the status named it",
            List.of(failed(1, null, null, "Evicted"), running(2)),
            1,
            new JobDecision.Wait(2, true, "the Job runs")),
        Arguments.of(
            "for so long that the Job is gone",
            List.of(),
            1,
            new JobDecision.Start(2, "its Job was deleted before it ended", 1)));
  }

  @ParameterizedTest(name = "killed {0}")
  @MethodSource("killedHere")
  void aRestartGoesOnWhereItWas(
      String when, List<AttemptObservation> found, int recorded, JobDecision then) {
    assertThat(JobAttempts.decide(found, recorded)).isEqualTo(then);
  }

  @Test
  void aResultEndsTheTask() {
    var seen =
        new AttemptObservation(2, Phase.SUCCEEDED, "{\"digest\":\"abc\"}", 0, "Completed", null, null);

    assertThat(JobAttempts.decide(List.of(failed(1, null, 137, "Error"), seen), 2))
        .isInstanceOfSatisfying(
            JobDecision.Finished.class,
            done -> assertThat(done.result().get("digest").asText()).isEqualTo("abc"));
  }

  @Test
  void aProgramThatSaysWhyItFailedIsBelievedAtOnce() {
    JobDecision decision =
        JobAttempts.decide(
            List.of(failed(1, "{\"error\":\"found 12 corrections, expected 50\"}", 1, "Error")), 1);

    assertThat(decision)
        .isEqualTo(
            new JobDecision.Failed(1, JobFailure.JobFailed, "found 12 corrections, expected 50"));
  }

  @Test
  void aProgramThatCrashesLeavesTheLastLineOfItsLog() {
    String log =
        "Traceback (most recent call last):\n"
            + "  File \"x.py\", line 3\n"
            + "ModuleNotFoundError: No module named 'peft'\n\n";

    assertThat(JobAttempts.decide(List.of(failed(1, log, 1, "Error")), 1))
        .isEqualTo(
            new JobDecision.Failed(
                1, JobFailure.JobFailed, "ModuleNotFoundError: No module named 'peft'"));
  }

  @Test
  void aKilledProgramIsStartedAgainEvenIfItLeftALog() {
    assertThat(JobAttempts.decide(List.of(failed(1, "step 17 of 90", 137, "Error")), 1))
        .isEqualTo(new JobDecision.Start(2, "its pod ended with Error (exit code 137)", 1));
  }

  @Test
  void tooLittleMemoryIsForSomebodyToChange() {
    assertThat(JobAttempts.decide(List.of(failed(1, "step 17", 137, "OOMKilled")), 1))
        .isInstanceOfSatisfying(
            JobDecision.Failed.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(JobFailure.OutOfMemory);
              assertThat(failure.message()).contains("resources.limits.memory");
            });
  }

  @Test
  void aTrainingThatNeedsTooMuchMemoryIsStartedAgainWithSmallerBatches() {
    assertThat(JobAttempts.decide(List.of(training(1, "OOMKilled", null, 1)), 1))
        .isEqualTo(
            new JobDecision.Start(
                2,
                "the container needed more memory than its limit: batches are cut to 1/4, the step"
                    + " stays as it is",
                4));
    assertThat(
            JobAttempts.decide(
                List.of(training(2, "Error", said("too little for a batch", "OutOfMemory"), 4)),
                2))
        .isEqualTo(
            new JobDecision.Start(
                3,
                "too little for a batch: batches are cut to 1/16, the step stays as it is",
                16));
    assertThat(JobAttempts.decide(List.of(training(3, "OOMKilled", null, 16)), 3))
        .isInstanceOfSatisfying(
            JobDecision.Failed.class,
            failure -> assertThat(failure.reason()).isEqualTo(JobFailure.OutOfMemory));
  }

  @Test
  void theNextAttemptAfterALostNodeKeepsTheSmallerBatches() {
    assertThat(JobAttempts.decide(List.of(training(2, "Evicted", null, 4)), 2))
        .isEqualTo(new JobDecision.Start(3, "its pod ended with Evicted (exit code 1)", 4));
  }

  @Test
  void aProgramThatBlamesTheInfrastructureIsStartedAgain() {
    assertThat(
            JobAttempts.decide(
                List.of(training(1, "Error", said("Input/output error", "Infrastructure"), 1)),
                1))
        .isEqualTo(new JobDecision.Start(2, "Input/output error", 1));
  }

  @Test
  void rowsThatCannotBeLearnedAreForSomebodyToMend() {
    assertThat(
            JobAttempts.decide(
                List.of(training(1, "Error", said("train.jsonl line 7: not JSON", "Data"), 1)), 1))
        .isEqualTo(
            new JobDecision.Failed(1, JobFailure.DataRefused, "train.jsonl line 7: not JSON"));
  }

  @Test
  void anAttemptThatRanTooLongIsTheLast() {
    assertThat(JobAttempts.decide(List.of(training(1, "DeadlineExceeded", null, 1)), 1))
        .isInstanceOfSatisfying(
            JobDecision.Failed.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(JobFailure.DeadlineExceeded);
              assertThat(failure.message()).contains("spec.deadlineSeconds");
            });
  }

  @Test
  void theThirdAttemptIsTheLast() {
    var lost =
        List.of(
            failed(1, null, null, "Evicted"),
            failed(2, null, null, null),
            failed(3, null, null, "NodeLost"));

    assertThat(JobAttempts.decide(lost, 3))
        .isInstanceOfSatisfying(
            JobDecision.Failed.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(JobFailure.AttemptsExhausted);
              assertThat(failure.message()).contains("attempt 3 of 3", "NodeLost");
            });
  }

  @Test
  void aResultThatWasLostIsMadeAgain() {
    var gone = new AttemptObservation(1, Phase.SUCCEEDED, null, null, null, null, null);

    assertThat(JobAttempts.decide(List.of(gone), 1)).isInstanceOf(JobDecision.Start.class);
  }

  @Test
  void aResultThatIsNoneIsAnError() {
    var odd = new AttemptObservation(1, Phase.SUCCEEDED, "done!", 0, "Completed", null, null);

    assertThat(JobAttempts.decide(List.of(odd), 1))
        .isInstanceOfSatisfying(
            JobDecision.Failed.class,
            f -> assertThat(f.reason()).isEqualTo(JobFailure.ResultUnreadable));
  }

  @Test
  void whatAPodWaitsForIsTold() {
    var waiting =
        new AttemptObservation(1, Phase.PENDING, null, null, null, "0/1 nodes have enough memory", null);

    assertThat(JobAttempts.decide(List.of(waiting), 1))
        .isEqualTo(
            new JobDecision.Wait(1, false, "the Job's pod waits: 0/1 nodes have enough memory"));
  }

  private static AttemptObservation training(
      int attempt, String cause, String message, int divisor) {
    return new AttemptObservation(attempt, Phase.FAILED, message, 1, cause, null, divisor);
  }

  private static String said(String error, String kind) {
    return "{\"error\":\"%s\",\"kind\":\"%s\"}".formatted(error, kind);
  }

  private static AttemptObservation pending(int attempt) {
    return new AttemptObservation(attempt, Phase.PENDING, null, null, null, null, null);
  }

  private static AttemptObservation running(int attempt) {
    return new AttemptObservation(attempt, Phase.RUNNING, null, null, null, null, null);
  }

  private static AttemptObservation failed(
      int attempt, String message, Integer exitCode, String cause) {
    return new AttemptObservation(attempt, Phase.FAILED, message, exitCode, cause, null, null);
  }
}
