package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Releases with adapters, their proof on engine pods, and the orders of people, on a real API server. */
class RepairApiIT {
  private static final String ADAPTER = "fix-0123456789ab";
  private static final String POD_IP = "10.98.0.1";

  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage().start();
    stage.apply("support", "good prompt");
    stage.engineReady("support", 1);
    stage.enginePod("support", "engine-a", POD_IP, "first");
    eventually().untilAsserted(() -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
  }

  @AfterEach
  void end() {
    stage.close();
  }

  private String repair() {
    ReleaseTuple stable = stage.plan("support").getSpec().routes().getFirst().tuple();
    ReleaseTuple tuple =
        new ReleaseTuple(
            stable.version(), stable.model(), new ReleaseTuple.Adapter(ADAPTER, "pvc://artifacts/adapters/" + ADAPTER, "a".repeat(64)),
            stable.prompt(), stable.decoding(), stable.engine());
    Release release = new Release();
    String name = ServiceDecider.releaseName("support", tuple);
    release.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(stage.namespace).build());
    release.setSpec(ServiceDecider.release("support", tuple));
    stage.client.resource(release).create();
    return name;
  }

  private void canary(String name, String release) {
    CanaryRelease canary = new CanaryRelease();
    canary.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(stage.namespace).build());
    canary.setSpec(new CanaryReleaseSpec(new Ref("support"), new Ref(release), Stage.PLAN));
    stage.client.resource(canary).create();
  }

  private void state(String canary, String state) {
    eventually().untilAsserted(() -> assertThat(stage.get(CanaryRelease.class, canary).getStatus().state()).isEqualTo(state));
  }

  private void outcome(String order, String status, String reason) {
    eventually().untilAsserted(() -> {
      var condition = Conditions.find(stage.get(Intervention.class, order).getStatus().conditions(), "Succeeded").orElseThrow();
      assertThat(condition.getStatus()).isEqualTo(status);
      assertThat(condition.getReason()).isEqualTo(reason);
    });
  }

  private void proven(String release, int pods) {
    eventually().untilAsserted(() -> {
      Release found = stage.get(Release.class, release);
      assertThat(Conditions.find(found.getStatus().conditions(), "Ready").orElseThrow().getReason()).isEqualTo("AdapterProven");
      assertThat(found.getStatus().pods()).hasSize(pods).allMatch(proof -> proof.proven());
    });
  }

  @Test
  void anAdapterIsLoadedAndProbedOnEveryPodWithTheServicesKey() {
    String release = repair();
    proven(release, 1);

    assertThat(stage.network.engine(POD_IP).calls)
        .startsWith("load " + ADAPTER + " /adapters/" + ADAPTER, "chat " + ADAPTER);
    assertThat(stage.network.engine(POD_IP).key).startsWith("Bearer ").hasSizeGreaterThan(40);

    stage.enginePod("support", "engine-b", "10.98.0.2", "second");
    proven(release, 2);
    assertThat(stage.network.engine("10.98.0.2").loaded).contains(ADAPTER);
  }

  @Test
  void aRestartedEngineProvesItsAdaptersAnew() {
    String release = repair();
    proven(release, 1);
    stage.network.restart(POD_IP);
    stage.enginePod("support", "engine-a", POD_IP, "restarted");

    eventually().untilAsserted(() -> assertThat(stage.network.engine(POD_IP).loaded).contains(ADAPTER));
    proven(release, 1);
  }

  @Test
  void whatTheEngineSaysIsTheConditionUntilItLoads() {
    stage.network.engine(POD_IP).loadError = "No adapter found for /adapters/" + ADAPTER;
    String release = repair();
    eventually().untilAsserted(() -> {
      var ready = Conditions.find(stage.get(Release.class, release).getStatus().conditions(), "Ready").orElseThrow();
      assertThat(ready.getReason()).isEqualTo("AdapterNotProven");
      assertThat(ready.getMessage()).contains("engine-a").contains("404").contains("No adapter found");
    });
    canary("run-canary", release);
    eventually().untilAsserted(() ->
        assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().message()).contains("not proven"));

    stage.network.engine(POD_IP).loadError = null;
    proven(release, 1);
    state("run-canary", "Progressing");
  }

  @Test
  void anEvaluationHoldsTheSlotAtWeightZeroAndTheCanaryFollows() {
    String release = repair();
    Evaluation evaluation = new Evaluation();
    evaluation.setMetadata(new ObjectMetaBuilder().withName("run-eval").withNamespace(stage.namespace).build());
    evaluation.setSpec(
        new EvaluationSpec(
            new Ref("support"), new Ref(release), new Ref(stage.plan("support").getSpec().stable()), new Ref("run-data"),
            List.of(new EvaluationSpec.Gate("kept", null, "ExactMatch", null, "0.02", null))));
    stage.client.resource(evaluation).create();
    eventually().untilAsserted(() ->
        assertThat(stage.plan("support").getSpec().routes()).extracting(Route::role, Route::weightPermille)
            .contains(org.assertj.core.groups.Tuple.tuple("Candidate", 0)));
    assertThat(stage.condition("support", "Progressing").getReason()).isIn("Evaluating", "Settled");
    canary("run-canary", release);
    state("run-canary", "Waiting");

    stage.client.resource(stage.get(Evaluation.class, "run-eval")).delete();
    state("run-canary", "Progressing");
  }

  @Test
  void aPromotedRepairIsActiveAndAPromptEditKeepsIt() {
    String release = repair();
    canary("run-canary", release);
    state("run-canary", "Progressing");
    stage.verdict("run-canary", "Continue", "Testing", 60);
    eventually().untilAsserted(() -> assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().step()).isEqualTo(1));
    stage.verdict("run-canary", "Promote", "AllGatesPassed", 400);
    state("run-canary", "Promoted");
    eventually().untilAsserted(() -> {
      assertThat(stage.condition("support", "RepairActive").getStatus()).isEqualTo("True");
      assertThat(stage.condition("support", "RepairActive").getMessage()).contains(ADAPTER).contains("mode: Managed");
      assertThat(stage.condition("support", "Progressing").getReason()).isEqualTo("Settled");
    });

    stage.apply("support", "another prompt");
    eventually().untilAsserted(() ->
        assertThat(stage.plan("support").getSpec().routes()).filteredOn(route -> route.role().equals("Candidate"))
            .singleElement().extracting(Route::servedModel).isEqualTo(ADAPTER));
  }

  @Test
  void pauseResumeAndAbortAreCarriedOutOnceAndInOrder() {
    canary("run-canary", repair());
    state("run-canary", "Progressing");
    stage.order("a-pause", "CanaryRelease", "run-canary", "Pause", null);
    state("run-canary", "Paused");
    outcome("a-pause", "True", "CarriedOut");
    stage.verdict("run-canary", "Promote", "AllGatesPassed", 400);

    stage.order("b-resume", "CanaryRelease", "run-canary", "Resume", null);
    outcome("b-resume", "True", "CarriedOut");

    stage.order("c-abort", "CanaryRelease", "run-canary", "Abort", null);
    outcome("c-abort", "True", "CarriedOut");
    eventually().untilAsserted(() -> assertThat(stage.plan("support").getSpec().routes()).hasSize(1));
    assertThat(stage.plan("support").getSpec().stable()).isNotEqualTo(stage.get(CanaryRelease.class, "run-canary").getSpec().candidateRef().name());
  }

  @Test
  void aPersonMayPromoteAndRollTheServiceBack() {
    String old = stage.plan("support").getSpec().stable();
    String release = repair();
    canary("run-canary", release);
    state("run-canary", "Progressing");
    stage.order("promote", "CanaryRelease", "run-canary", "Promote", null);
    outcome("promote", "True", "CarriedOut");
    state("run-canary", "Promoted");
    eventually().untilAsserted(() -> assertThat(stage.plan("support").getSpec().stable()).isEqualTo(release));

    stage.order("back", "ModelService", "support", "Rollback", null);
    outcome("back", "True", "CarriedOut");
    assertThat(stage.plan("support").getSpec().stable()).isEqualTo(old);
    stage.order("back-again", "ModelService", "support", "Rollback", null);
    outcome("back-again", "False", "NothingToDo");
  }

  @Test
  void anOrderThatCannotBeCarriedOutSaysWhy() {
    canary("run-canary", repair());
    state("run-canary", "Progressing");
    stage.order("nobody", "CanaryRelease", "missing", "Pause", null);
    outcome("nobody", "False", "TargetNotFound");
    stage.order("late", "CanaryRelease", "run-canary", "Pause", Instant.now().minusSeconds(60).toString());
    outcome("late", "False", "Expired");
    assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().state()).isEqualTo("Progressing");
    stage.order("retry", "ModelService", "support", "Retry", null);
    outcome("retry", "False", "NothingToDo");
  }

  @Test
  void aRestartedOperatorDoesNotRepeatAnOrder() {
    canary("run-canary", repair());
    state("run-canary", "Progressing");
    stage.order("a-pause", "CanaryRelease", "run-canary", "Pause", null);
    outcome("a-pause", "True", "CarriedOut");
    stage.order("b-resume", "CanaryRelease", "run-canary", "Resume", null);
    outcome("b-resume", "True", "CarriedOut");
    stage.stop();
    stage.start();

    stage.verdict("run-canary", "Continue", "Testing", 60);
    eventually().untilAsserted(() -> assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().step()).isEqualTo(1));
    assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().state()).isEqualTo("Progressing");
  }
}
