package io.homeostat.operator.scoring;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.operator.rig.Rig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** QualityPolicies, Judges and the scorer that they share, on a real API server. */
class ScoringApiIT {
  private Rig rig;

  @BeforeEach
  void begin() {
    rig =
        new Rig(List.of(QualityPolicyReconciler::new, ScorerReconciler::new, JudgeReconciler::new));
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void whatAPolicyNamesAndIsNotThereIsACondition() {
    judgedPolicy();
    rig.start();
    eventually()
        .untilAsserted(
            () -> assertThat(ready("one").getReason()).isEqualTo("ModelServiceNotFound"));

    service();
    eventually()
        .untilAsserted(() -> assertThat(ready("one").getReason()).isEqualTo("JudgeNotFound"));

    judge();
    eventually()
        .untilAsserted(() -> assertThat(ready("one").getReason()).isEqualTo("ScorerNotAvailable"));
  }

  @Test
  void aPolicyShowsWhatItsScoresAreMadeOf() {
    service();
    policy("one");
    rig.start();
    eventually()
        .untilAsserted(() -> assertThat(ready("one").getReason()).isEqualTo("ScorerNotAvailable"));

    rig.verdicts.put(learning("set-1"));

    eventually()
        .untilAsserted(
            () ->
                assertThat(rig.get(QualityPolicy.class, "one").getStatus().scorerSet())
                    .isEqualTo("set-1"));
  }

  @Test
  void aJudgeShowsItsCalibration() {
    judge();
    rig.start();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(judgeCondition("Ready").getReason()).isEqualTo("ItemsNotFound");
              assertThat(judgeCondition("Calibrated").getStatus()).isEqualTo("Unknown");
            });

    service();
    judgedPolicy();
    eventually()
        .untilAsserted(
            () -> assertThat(judgeCondition("OtherFamily").getReason()).isEqualTo("SameFamily"));

    calibrationItems();
    rig.verdicts.put(calibrated());

    eventually()
        .untilAsserted(
            () -> {
              assertThat(judgeCondition("Ready").getStatus()).isEqualTo("True");
              assertThat(judgeCondition("Calibrated").getStatus()).isEqualTo("True");
              assertThat(rig.get(Judge.class, "grader").getStatus().kappaLower())
                  .isEqualTo("0.880");
              assertThat(judgeCondition("Drifted").getReason()).isEqualTo("FirstCalibration");
            });
    assertThat(rig.events.reasons("Judge")).contains("ItemsNotFound", "Calibrated", "SameFamily");
  }

  private void service() {
    rig.create(
        ModelService.class,
        """
        metadata: {name: support}
        spec: {model: {uri: "pvc://models/qwen2.5-0.5b"}, engine: {type: VLLM}}
        """);
  }

  private void policy(String name) {
    rig.create(
        QualityPolicy.class,
        """
        metadata: {name: %s}
        spec: {modelServiceRef: {name: support}, scorers: {lexical: {}}}
        """
            .formatted(name));
  }

  private void judgedPolicy() {
    rig.create(
        QualityPolicy.class,
        """
        metadata: {name: one}
        spec: {modelServiceRef: {name: support}, scorers: {judge: {ref: {name: grader}}}}
        """);
  }

  private void judge() {
    rig.create(
        Judge.class,
        """
        metadata: {name: grader}
        spec:
          endpoint: {url: "http://grader:8000/v1"}
          model: Qwen/Qwen3-32B
          calibration: {itemsConfigMapRef: {name: items, key: items.jsonl}}
        """);
  }

  private DriftVerdict learning(String scorerSet) {
    return new DriftVerdict(
        1,
        rig.namespace + "/m",
        "uid",
        rig.namespace + "/support",
        System.currentTimeMillis(),
        "digest",
        true,
        List.of(
            new DriftVerdict.Stream(
                "date",
                "Quality",
                "Learning",
                "r",
                scorerSet,
                null,
                null,
                null,
                null,
                null,
                3,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                "r",
                null,
                1_000,
                List.of(),
                null,
                null)));
  }

  private void calibrationItems() {
    rig.client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("items")
                .withNamespace(rig.namespace)
                .endMetadata()
                .addToData("items.jsonl", "{}")
                .build())
        .create();
  }

  private JudgeVerdict calibrated() {
    return new JudgeVerdict(
        1,
        rig.namespace + "/grader",
        rig.get(Judge.class, "grader").getMetadata().getUid(),
        rig.namespace + "/grader",
        System.currentTimeMillis(),
        "digest",
        true,
        0.93,
        0.88,
        0.01,
        60,
        0,
        "Calibrated",
        "weighted kappa 0.930",
        0.001,
        List.of(),
        null,
        null,
        null);
  }

  private Condition ready(String policy) {
    return Conditions.find(rig.get(QualityPolicy.class, policy).getStatus().conditions(), "Ready")
        .orElseThrow(NullPointerException::new);
  }

  private Condition judgeCondition(String type) {
    return Conditions.find(rig.get(Judge.class, "grader").getStatus().conditions(), type)
        .orElseThrow(NullPointerException::new);
  }
}
