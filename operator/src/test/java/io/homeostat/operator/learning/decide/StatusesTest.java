package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StatusesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void aTrainedAdapterIsNamedByItsDigest() {
    FineTuneJobStatus status =
        new FineTuneStatuses(CLOCK)
            .of(
                null,
                1L,
                finished(
                    "{\"name\":\"run-tune-0123456789ab\",\"digest\":\"0123\",\"loss\":0.01234,\"steps\":90,\"seconds\":61}"),
                "job",
                null,
                "artifacts");

    assertThat(status.artifact())
        .isEqualTo(
            new FineTuneJobStatus.Artifact(
                "run-tune-0123456789ab", "pvc://artifacts/adapters/run-tune-0123456789ab", "0123"));
    assertThat(status.loss()).isEqualTo("0.012");
    assertThat(status.finishedAt()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(FineTuneStatuses.isFinal(status)).isTrue();
  }

  @Test
  void aRunningTrainingShowsHowFarItIs() {
    FineTuneJobStatus status =
        new FineTuneStatuses(CLOCK)
            .of(
                null,
                1L,
                new JobDecision.Wait(1, true, "the Job runs"),
                "job",
                new JobProgress(
                    "Training",
                    0.418,
                    33,
                    0.25,
                    "epoch 2 of 3",
                    42,
                    100,
                    0.3,
                    900,
                    3L << 30,
                    8L << 30),
                "artifacts");

    assertThat(status.progress()).isEqualTo("42%");
    assertThat(status.etaSeconds()).isEqualTo(33);
    assertThat(status.loss()).isEqualTo("0.250");
    assertThat(status.figures())
        .isEqualTo(
            new FineTuneJobStatus.Figures(42, 100, "0.300", 900, "3.0Gi of 8.0Gi", null, null));
    Condition succeeded = Conditions.find(status.conditions(), "Succeeded").orElseThrow();
    assertThat(succeeded.getStatus()).isEqualTo("Unknown");
    assertThat(succeeded.getMessage()).isEqualTo("Training 42%: epoch 2 of 3");
    assertThat(FineTuneStatuses.isFinal(status)).isFalse();
  }

  @Test
  void anotherAttemptIsSaidToBeOne() {
    FineTuneJobStatus status =
        new FineTuneStatuses(CLOCK)
            .of(
                null,
                1L,
                new JobDecision.Start(2, "its pod ended with Evicted", 1),
                "job-2",
                null,
                "a");

    Condition succeeded = Conditions.find(status.conditions(), "Succeeded").orElseThrow();
    assertThat(succeeded.getReason()).isEqualTo("JobRestarted");
    assertThat(succeeded.getMessage()).isEqualTo("attempt 2 of 3: its pod ended with Evicted");
  }

  @Test
  void anEvaluationPassesOnlyByTheWordPass() {
    assertThat(judged("Pass").getStatus()).isEqualTo("True");
    assertThat(judged("Fail").getReason()).isEqualTo("GatesFailed");
    assertThat(judged("Inconclusive").getReason()).isEqualTo("GatesInconclusive");
    assertThat(judged("pass").getStatus()).isEqualTo("False");
    assertThat(judged("pass").getReason()).isEqualTo("GatesInconclusive");
  }

  @Test
  void theJobsOneLineIsTheMessageAndItsReasonTheReason() {
    assertThat(judged("Fail").getMessage()).isEqualTo("Fail: gate kept-units on units");
    assertThat(succeeded(evaluated("Inconclusive", "TooFewItems", "[]")).getReason())
        .isEqualTo("TooFewItems");
    assertThat(succeeded(evaluated("Inconclusive", "GatesPassed", "[]")).getReason())
        .as("no word but Pass passes")
        .isEqualTo("GatesInconclusive");
  }

  @Test
  void whatOnlyTheMonitoringJudgeProvesAsksForApproval() {
    Condition missing = independent(evaluated("Pass", "GatesPassed", "[\"units\"]"));

    assertThat(missing.getStatus()).isEqualTo("False");
    assertThat(missing.getReason()).isEqualTo("NotIndependent");
    assertThat(missing.getMessage()).contains("no gate proves units").contains("approve");
    assertThat(independent(evaluated("Pass", "GatesPassed", "[]")).getStatus()).isEqualTo("True");
  }

  @Test
  void aJobOfAnotherVersionIsInconclusive() {
    EvaluationStatus status =
        new EvaluationStatuses(CLOCK)
            .of(null, 1L, finished("{\"verdict\":\"Pass\",\"gates\":7}"), "job", null);

    assertThat(status.verdict()).isEqualTo("Inconclusive");
    assertThat(succeeded(status).getStatus()).isEqualTo("False");
  }

  private static Condition judged(String verdict) {
    EvaluationStatus status = evaluated(verdict, "Gates", "[]");
    assertThat(status.items()).isEqualTo(200);
    assertThat(status.gates()).hasSize(2);
    return succeeded(status);
  }

  private static EvaluationStatus evaluated(String verdict, String reason, String notIndependent) {
    return new EvaluationStatuses(CLOCK)
        .of(
            null,
            1L,
            finished(
                """
                {"verdict":"%s","reason":"%s","summary":"%s: gate kept-units on units","items":200,"samples":3,
                 "notIndependent":%s,"gates":[
                 {"name":"better-date","capability":"date","result":"Pass","candidate":"0.970","items":100},
                 {"name":"kept-units","capability":"units","result":"Fail","candidate":"0.900","items":100}]}\
                """
                    .formatted(verdict, reason, verdict, notIndependent)),
            "job",
            null);
  }

  private static Condition succeeded(EvaluationStatus status) {
    return Conditions.find(status.conditions(), "Succeeded").orElseThrow();
  }

  private static Condition independent(EvaluationStatus status) {
    return Conditions.find(status.conditions(), "Independent").orElseThrow();
  }

  private static JobDecision.Finished finished(String json) {
    try {
      JsonNode result = new ObjectMapper().readTree(json);
      return new JobDecision.Finished(1, result);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
