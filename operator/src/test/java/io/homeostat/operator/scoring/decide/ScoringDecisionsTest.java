package io.homeostat.operator.scoring.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final JudgeSpec JUDGE =
      new JudgeSpec(
          new JudgeSpec.Endpoint("OpenAICompatible", "http://grader:8000/v1"),
          "grader",
          new KeyRef("grader-key", "key"),
          null,
          new JudgeSpec.Calibration(new KeyRef("items", "items.jsonl"), "0.6", "0.05", "0.05", 600),
          4,
          30,
          null,
          "1",
          new JudgeSpec.Budget(null, "25", new CanaryPlan.Prices("1", "4")));
  private static final Map<String, List<String>> NOTHING_JUDGED = Map.of();

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
  void eachDimensionAndTheUseOfTheDayAreShown() {
    JudgeVerdict verdict = verdict("uid", true, "Calibrated", 0.9, "");
    JudgeStatus status = judge(true, verdict, NOW);

    assertThat(status.lengthBias()).isEqualTo("0.020");
    assertThat(status.dimensions())
        .containsExactly(
            new JudgeStatus.Dimension(
                "relevance", "0.900", "0.800", "0.950", "0.010", "0.020", true));
    assertThat(status.requestsToday()).isEqualTo(12);
    assertThat(status.costToday()).isEqualTo("0.500");
    assertThat(judge(true, verdict, NOW.plus(Duration.ofDays(1))).requestsToday()).isZero();
  }

  @Test
  void aJudgeIsDriftedWhenTheComparisonSaysSoAndUnknownWithoutOne() {
    JudgeVerdict first = verdict("uid", true, "Calibrated", 0.9, "");
    assertThat(drifted(first).getReason()).isEqualTo("FirstCalibration");
    assertThat(drifted(first).getStatus()).isEqualTo("False");

    assertThat(drifted(compared(first, false)).getReason()).isEqualTo("ScoresUnchanged");
    Condition changed = drifted(compared(first, true));
    assertThat(changed.getStatus()).isEqualTo("True");
    assertThat(changed.getMessage())
        .contains("relevance changed by -0.20 points", "p = 0.00024", "1 of 1000");

    assertThat(drifted(verdict("uid", false, "JudgeUnavailable", null, "")).getStatus())
        .isEqualTo("Unknown");
    assertThat(
            condition(judge(true, first, NOW.plus(Duration.ofSeconds(1321))), "Drifted")
                .getStatus())
        .isEqualTo("Unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-4o-2024-11-20 | support=hf://openai/gpt-oss-20b | False | SameFamily",
        "Qwen/Qwen3-8B | support=pvc://models/qwen2.5-0.5b | False | SameFamily",
        "meta-llama/Llama-3.1-8B-Instruct | support=codellama-7b | False | SameFamily",
        "claude-sonnet-4-5 | support=hf://Qwen/Qwen2.5-0.5B | True | OtherFamily",
        "claude-sonnet-4-5 | support=pvc://models/base-1 | Unknown | FamilyNotKnown",
        "grader | support=hf://Qwen/Qwen2.5-0.5B | Unknown | FamilyNotKnown",
        "yi-34b | support=hf://acme/daylily | Unknown | FamilyNotKnown",
        "grader |  | Unknown | NothingJudged"
      })
  void aJudgeOfTheFamilyOfWhatItJudgesIsNamed(
      String model, String judged, String status, String reason) {
    Map<String, List<String>> names =
        judged == null
            ? NOTHING_JUDGED
            : Map.of(judged.split("=")[0], Arrays.asList(null, judged.split("=")[1]));
    Condition found = condition(judge(true, null, NOW, model, names), "OtherFamily");
    assertThat(found.getStatus()).isEqualTo(status);
    assertThat(found.getReason()).isEqualTo(reason);
    if (reason.equals("SameFamily")) {
      assertThat(found.getMessage()).contains(model, "'support'", "judge of another family");
    }
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

  private static JudgeStatus judge(boolean itemsFound, JudgeVerdict verdict, Instant now) {
    return judge(itemsFound, verdict, now, JUDGE.model(), NOTHING_JUDGED);
  }

  private static JudgeStatus judge(
      boolean itemsFound,
      JudgeVerdict verdict,
      Instant now,
      String model,
      Map<String, List<String>> judged) {
    JudgeSpec spec =
        new JudgeSpec(
            JUDGE.endpoint(),
            model,
            JUDGE.credentialsSecretRef(),
            JUDGE.rubric(),
            JUDGE.calibration(),
            JUDGE.concurrency(),
            JUDGE.timeoutSeconds(),
            JUDGE.requestsPerMinute(),
            JUDGE.samplingRate(),
            JUDGE.budget());
    return new JudgeDecision(Clock.fixed(now, ZoneOffset.UTC))
        .decide(new JudgeObservation("uid", 1L, spec, itemsFound, judged, verdict, null));
  }

  private static Condition drifted(JudgeVerdict verdict) {
    return condition(judge(true, verdict, NOW), "Drifted");
  }

  private static JudgeVerdict compared(JudgeVerdict verdict, boolean drifted) {
    return new JudgeVerdict(
        1,
        verdict.subject(),
        verdict.subjectUid(),
        verdict.service(),
        verdict.asOfMillis(),
        verdict.judgeDigest(),
        true,
        verdict.kappa(),
        verdict.kappaLower(),
        verdict.bias(),
        60,
        0,
        verdict.reason(),
        "",
        verdict.lengthBias(),
        verdict.dimensions(),
        new JudgeVerdict.Drift(drifted, "relevance", -0.2, 0.00024, 0),
        null,
        null);
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
        message,
        0.02,
        List.of(new JudgeVerdict.Dimension("relevance", 0.9, 0.8, 0.95, 0.01, 0.02, true)),
        null,
        null,
        new JudgeUsage("2026-11-21", Map.of("scorer-1", new JudgeUsage.Spent(12, 0.5))));
  }

  private static Condition condition(JudgeStatus status, String type) {
    return Conditions.find(status.conditions(), type).orElseThrow();
  }
}
