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
                new JobProgress("Training", 0.418, 33, 0.25, "epoch 2 of 3"),
                "artifacts");

    assertThat(status.progress()).isEqualTo("42%");
    assertThat(status.etaSeconds()).isEqualTo(33);
    assertThat(status.loss()).isEqualTo("0.250");
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
                new JobDecision.Start(2, "its pod ended with Evicted"),
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
  void aFailedGateIsToldWithItsInterval() {
    assertThat(judged("Fail").getMessage())
        .isEqualTo(
            "gate kept-units on 'units': Fail, candidate 0.900, stable 0.980, difference -0.080"
                + " [-0.120, -0.040] on 100 items");
  }

  private static Condition judged(String verdict) {
    EvaluationStatus status =
        new EvaluationStatuses(CLOCK)
            .of(
                null,
                1L,
                finished(
                    """
                    {"verdict":"%s","items":200,"gates":[
                     {"name":"better-date","capability":"date","result":"Pass","candidate":0.97,"stable":0.5,"difference":0.47,"lower":0.4,"upper":0.5,"items":100},
                     {"name":"kept-units","capability":"units","result":"Fail","candidate":0.9,"stable":0.98,"difference":-0.08,"lower":-0.12,"upper":-0.04,"items":100}]}\
                    """
                        .formatted(verdict)),
                "job",
                null);
    assertThat(status.items()).isEqualTo(200);
    assertThat(status.gates()).hasSize(2);
    return Conditions.find(status.conditions(), "Succeeded").orElseThrow();
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
