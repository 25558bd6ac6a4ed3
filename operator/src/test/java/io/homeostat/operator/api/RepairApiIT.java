package io.homeostat.operator.api;

import static io.homeostat.operator.api.Repair.ADAPTER;
import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Releases with adapters, their proof on engine pods, and the orders of people, on a real API
 * server.
 */
class RepairApiIT extends OneRepair {
  @Test
  void anAdapterIsLoadedAndProbedOnEveryPodWithTheServicesKey() {
    String release = repair.release();
    repair.proven(release, 1);

    assertThat(stage.network.engine(POD_IP).calls)
        .startsWith("load " + ADAPTER + " /adapters/" + ADAPTER, "chat " + ADAPTER);
    assertThat(stage.network.engine(POD_IP).key).startsWith("Bearer ").hasSizeGreaterThan(40);

    stage.pods.enginePod("support", "engine-b", "10.98.0.2", "second");
    repair.proven(release, 2);
    assertThat(stage.network.engine("10.98.0.2").loaded).contains(ADAPTER);
  }

  @Test
  void aRestartedEngineProvesItsAdaptersAnew() {
    String release = repair.release();
    repair.proven(release, 1);
    stage.network.restart(POD_IP);
    stage.pods.enginePod("support", "engine-a", POD_IP, "restarted");

    eventually()
        .untilAsserted(() -> assertThat(stage.network.engine(POD_IP).loaded).contains(ADAPTER));
    repair.proven(release, 1);
  }

  @Test
  void whatTheEngineSaysIsTheConditionUntilItLoads() {
    stage.network.engine(POD_IP).loadError = "No adapter found for /adapters/" + ADAPTER;
    String release = repair.release();
    eventually()
        .untilAsserted(
            () -> {
              var ready =
                  Conditions.find(
                          stage.get(Release.class, release).getStatus().conditions(), "Ready")
                      .orElseThrow();
              assertThat(ready.getReason()).isEqualTo("AdapterNotProven");
              assertThat(ready.getMessage())
                  .contains("engine-a")
                  .contains("404")
                  .contains("No adapter found");
            });
    repair.canary("run-canary", release);
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().message())
                    .contains("not proven"));

    stage.network.engine(POD_IP).loadError = null;
    repair.proven(release, 1);
    repair.state("run-canary", "Progressing");
  }

  @Test
  void anEvaluationHoldsTheSlotAtWeightZeroAndTheCanaryFollows() {
    String release = repair.release();
    Evaluation evaluation = new Evaluation();
    evaluation.setMetadata(
        new ObjectMetaBuilder().withName("run-eval").withNamespace(stage.namespace).build());
    evaluation.setSpec(
        new EvaluationSpec(
            new Ref("support"),
            new Ref(release),
            new Ref(stage.plan("support").getSpec().stable()),
            new Ref("run-data"),
            List.of(new Gate("kept", null, "ExactMatch", null, "0.02", null))));
    stage.client.resource(evaluation).create();
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.plan("support").getSpec().routes())
                    .extracting(Route::role, Route::weightPermille)
                    .contains(org.assertj.core.groups.Tuple.tuple("Candidate", 0)));
    assertThat(stage.condition("support", "Progressing").getReason()).isIn("Evaluating", "Settled");
    repair.canary("run-canary", release);
    repair.state("run-canary", "Waiting");

    stage.client.resource(stage.get(Evaluation.class, "run-eval")).delete();
    repair.state("run-canary", "Progressing");
  }

  @Test
  void aPromotedRepairIsActiveAndAPromptEditKeepsIt() {
    String release = repair.release();
    repair.canary("run-canary", release);
    repair.passes("run-canary");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "RepairActive").getStatus()).isEqualTo("True");
              assertThat(stage.condition("support", "RepairActive").getMessage())
                  .contains(ADAPTER)
                  .contains("mode: Managed");
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("Settled");
            });

    stage.apply("support", "another prompt");
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.plan("support").getSpec().routes())
                    .filteredOn(route -> route.role().equals("Candidate"))
                    .singleElement()
                    .extracting(Route::servedModel)
                    .isEqualTo(ADAPTER));
  }
}
