package io.homeostat.operator.learning;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.judge.Judge;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.homeostat.operator.rig.Surroundings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evaluations that users make themselves, on a real API server. */
class EvaluationApiIT {
  private Rig rig;
  private Surroundings surroundings;

  @BeforeEach
  void begin() {
    rig = new Rig(List.of(EvaluationReconciler::new));
    surroundings = new Surroundings(rig);
    new Desk(rig);
  }

  @AfterEach
  void end() {
    surroundings.close();
    rig.close();
  }

  @Test
  void theJobIsAProcessOfTheJavaImageWithItemSetsAndTheJudgesKey() throws Exception {
    surroundings.job("evaluate", (job, attempt) -> null);
    evaluation();
    rig.start();
    eventually()
        .untilAsserted(() -> assertThat(succeeded().getReason()).isEqualTo("JudgeNotFound"));

    judge();

    eventually().untilAsserted(() -> assertThat(succeeded().getReason()).isEqualTo("JobRunning"));
    Container container =
        jobs().getFirst().getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).containsExactly("evaluate");
    assertThat(container.getEnv())
        .filteredOn(env -> env.getName().equals("JUDGE_KEY"))
        .singleElement()
        .satisfies(
            env ->
                assertThat(env.getValueFrom().getSecretKeyRef().getName()).isEqualTo("judge-key"));
    JsonNode description =
        new ObjectMapper()
            .readTree(
                rig.client
                    .configMaps()
                    .inNamespace(rig.namespace)
                    .withName("check-eval")
                    .get()
                    .getData()
                    .get("job.json"));
    assertThat(description.at("/subjects/candidate").asText()).isEqualTo(Desk.STABLE_NAME);
    assertThat(description.at("/subjects/otherAdapter").asBoolean()).isFalse();
    assertThat(description.at("/claims/questions").asText()).isEqualTo("/files/questions");
    assertThat(description.at("/judge/calibrated").asBoolean()).isFalse();
    assertThat(description.at("/judge/spec/model").asText()).isEqualTo("grader-1");
  }

  @Test
  void theResultBecomesTheStatusAndWhatIsNotIndependentAsksForApproval() {
    surroundings.job(
        "evaluate",
        (job, attempt) ->
            new Surroundings.End(
                0,
                "Completed",
                """
                {"verdict":"Pass","reason":"GatesPassed","summary":"Pass: 1 gates on 80 items","items":80,"samples":3,
                 "golden":{"superseded":4,"rereferenced":1},
                 "noise":{"items":80,"differing":"0.025","candidateDiffering":"0.400","adapter":"Active"},
                 "notIndependent":["units"],
                 "gates":[{"name":"judged","capability":"units","result":"Pass","candidate":"0.610","items":80}]}\
                """));
    judge();
    evaluation();
    rig.start();

    eventually().untilAsserted(() -> assertThat(succeeded().getStatus()).isEqualTo("True"));
    EvaluationStatus status = rig.get(Evaluation.class, "check").getStatus();
    assertThat(status.verdict()).isEqualTo("Pass");
    assertThat(status.summary()).isEqualTo("Pass: 1 gates on 80 items");
    assertThat(status.samples()).isEqualTo(3);
    assertThat(status.golden().superseded()).isEqualTo(4);
    assertThat(status.noise().adapter()).isEqualTo("Active");
    assertThat(status.gates()).hasSize(1);
    assertThat(condition("Independent").getReason()).isEqualTo("NotIndependent");
    assertThat(condition("Independent").getMessage()).contains("units");
  }

  private void evaluation() {
    rig.create(
        Evaluation.class,
        """
        metadata: {name: check}
        spec:
          modelServiceRef: {name: support}
          releaseRef: {name: %s}
          stableRef: {name: %s}
          itemSets: [{name: golden, uri: "pvc://questions/golden.jsonl"}]
          judgeRef: {name: other}
          gates: [{name: judged, metric: Judge, minimum: "0.5"}]
        """
            .formatted(Desk.STABLE_NAME, Desk.STABLE_NAME));
  }

  private void judge() {
    rig.create(
        Judge.class,
        """
        metadata: {name: other}
        spec:
          endpoint: {url: "http://judge.example/v1"}
          model: grader-1
          credentialsSecretRef: {name: judge-key, key: token}
          calibration: {itemsConfigMapRef: {name: items, key: items.jsonl}}
        """);
  }

  private List<Job> jobs() {
    return rig.client.batch().v1().jobs().inNamespace(rig.namespace).list().getItems();
  }

  private Condition succeeded() {
    return condition("Succeeded");
  }

  private Condition condition(String type) {
    return Conditions.find(rig.get(Evaluation.class, "check").getStatus().conditions(), type)
        .orElseThrow(NullPointerException::new);
  }
}
