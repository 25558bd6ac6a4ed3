package io.homeostat.operator.scoring.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.qualitypolicy.QualityPolicyStatus;
import io.homeostat.events.JudgeVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ScoringDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final JudgeSpec JUDGE =
      new JudgeSpec(
          new JudgeSpec.Endpoint("OpenAICompatible", "http://grader:8000/v1"),
          "grader",
          new KeyRef("grader-key", "key"),
          null,
          new JudgeSpec.Calibration(new KeyRef("items", "items.jsonl"), "0.6", "0.05", 600),
          4,
          30);
  private static final QualityPolicySpec POLICY =
      new QualityPolicySpec(
          new Ref("support"),
          null,
          null,
          new QualityPolicySpec.Scorers(
              new QualityPolicySpec.JudgeScorer(new Ref("grader"), "0.6"),
              null,
              null,
              null,
              null,
              null),
          600,
          30,
          null,
          null);

  @Test
  void anAgreeingJudgeIsCalibratedWithItsFigures() {
    JudgeStatus status =
        judge(true, verdict("uid", true, "Calibrated", 0.912345, "kappa 0.912"), NOW);

    assertThat(condition(status, "Ready").getStatus()).isEqualTo("True");
    assertThat(condition(status, "Calibrated").getStatus()).isEqualTo("True");
    assertThat(status.kappa()).isEqualTo("0.912");
    assertThat(status.kappaLower()).isEqualTo("0.850");
    assertThat(status.bias()).isEqualTo("0.010");
    assertThat(status.items()).isEqualTo(60);
    assertThat(status.digest()).isEqualTo("judge-digest");
  }

  @Test
  void aDisagreeingJudgeIsNotCalibrated() {
    JudgeStatus status =
        judge(true, verdict("uid", false, "AgreementTooLow", 0.3, "kappa 0.300"), NOW);

    assertThat(condition(status, "Calibrated").getStatus()).isEqualTo("False");
    assertThat(condition(status, "Calibrated").getReason()).isEqualTo("AgreementTooLow");
    assertThat(condition(status, "Calibrated").getMessage()).isEqualTo("kappa 0.300");
  }

  @Test
  void aJudgeThatDoesNotAnswerIsUnknown() {
    JudgeStatus status =
        judge(true, verdict("uid", false, "JudgeUnavailable", null, "60 of 60 items"), NOW);

    assertThat(condition(status, "Calibrated").getStatus()).isEqualTo("Unknown");
  }

  @Test
  void nothingHeardIsUnknown() {
    JudgeStatus status = judge(true, null, NOW);

    assertThat(condition(status, "Ready").getStatus()).isEqualTo("Unknown");
    assertThat(condition(status, "Calibrated").getReason()).isEqualTo("NotCalibratedYet");
  }

  @Test
  void aWordAboutANamesakeIsNone() {
    JudgeStatus status = judge(true, verdict("another", true, "Calibrated", 0.9, ""), NOW);

    assertThat(condition(status, "Calibrated").getStatus()).isEqualTo("Unknown");
    assertThat(status.kappa()).isNull();
  }

  @Test
  void anOldCalibrationProvesNothing() {
    JudgeVerdict verdict = verdict("uid", true, "Calibrated", 0.9, "");

    assertThat(
            condition(judge(true, verdict, NOW.plus(Duration.ofSeconds(1320))), "Calibrated")
                .getStatus())
        .isEqualTo("True");
    assertThat(
            condition(judge(true, verdict, NOW.plus(Duration.ofSeconds(1321))), "Calibrated")
                .getReason())
        .isEqualTo("CalibrationStale");
  }

  @Test
  void missingItemsAndUnusableInputsAreSaid() {
    assertThat(condition(judge(false, null, NOW), "Ready").getMessage())
        .contains("'items'", "'items.jsonl'", "create it");
    Condition unusable =
        condition(
            judge(
                true,
                verdict("uid", false, "ItemsNotUsable", null, "Secret grader-key has no key key"),
                NOW),
            "Ready");
    assertThat(unusable.getStatus()).isEqualTo("False");
    assertThat(unusable.getMessage()).isEqualTo("Secret grader-key has no key key");
  }

  @Test
  void aReasonOfANewerScorerIsStillNotCalibrated() {
    assertThat(
            condition(
                    judge(true, verdict("uid", false, "Tired", 0.9, "so tired"), NOW), "Calibrated")
                .getReason())
        .isEqualTo("NotCalibrated");
  }

  @Test
  void aPolicyIsReadyWhenAllItNamesIsThereAndTheScorerRuns() {
    assertThat(ready(policy(true, true, true)).getStatus()).isEqualTo("True");
    assertThat(ready(policy(false, true, true)).getReason()).isEqualTo("ModelServiceNotFound");
    assertThat(ready(policy(true, false, true)).getMessage())
        .contains("Judge 'grader'", "create it");
    assertThat(ready(policy(true, true, false)).getReason()).isEqualTo("ScorerNotAvailable");
    assertThat(policy(true, true, true).scorerSet()).isEqualTo("set-1");
  }

  private static JudgeStatus judge(boolean itemsFound, JudgeVerdict verdict, Instant now) {
    return new JudgeDecision(Clock.fixed(now, ZoneOffset.UTC))
        .decide(new JudgeObservation("uid", 1L, JUDGE, itemsFound, verdict, null));
  }

  private static JudgeVerdict verdict(
      String uid, boolean calibrated, String reason, Double kappa, String message) {
    return new JudgeVerdict(
        1,
        "ns/grader",
        uid,
        "ns/grader",
        NOW.toEpochMilli(),
        "judge-digest",
        calibrated,
        kappa,
        kappa == null ? null : 0.85,
        kappa == null ? null : 0.01,
        60,
        0,
        reason,
        message);
  }

  private static QualityPolicyStatus policy(boolean service, boolean judge, boolean scorer) {
    return new PolicyDecision(Clock.fixed(NOW, ZoneOffset.UTC))
        .decide(
            new PolicyObservation(
                1L, POLICY, service, judge, "homeostat-scorer", scorer, "set-1", null));
  }

  private static Condition condition(JudgeStatus status, String type) {
    return Conditions.find(status.conditions(), type).orElseThrow();
  }

  private static Condition ready(QualityPolicyStatus status) {
    return Conditions.find(status.conditions(), "Ready").orElseThrow();
  }
}
