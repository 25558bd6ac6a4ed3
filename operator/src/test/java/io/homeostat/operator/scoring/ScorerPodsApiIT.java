package io.homeostat.operator.scoring;

import static io.homeostat.operator.rig.Rig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.operator.rig.Rig;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pods that score, shared and a policy's own, on a real API server. */
class ScorerPodsApiIT {
  private Rig rig;

  @BeforeEach
  void begin() {
    rig = new Rig(List.of(QualityPolicyReconciler::new, ScorerReconciler::new));
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void theFirstPolicyStartsTheScorerAndTheLastOneEndsIt() {
    service();
    policy("one");
    policy("two");
    rig.start();
    eventually().untilAsserted(() -> assertThat(scorer()).isNotNull());
    eventually()
        .untilAsserted(() -> assertThat(ready("one").getReason()).isEqualTo("ScorerNotAvailable"));

    available();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(ready("one").getStatus()).isEqualTo("True");
              assertThat(ready("two").getStatus()).isEqualTo("True");
            });

    rig.client.resource(rig.get(QualityPolicy.class, "one")).delete();
    rig.client.resource(rig.get(QualityPolicy.class, "two")).delete();
    eventually().untilAsserted(() -> assertThat(scorer()).isNull());
  }

  @Test
  void aPolicyWithItsOwnPodsLeavesTheSharedScorerToTheOthers() {
    policy("one");
    rig.create(
        QualityPolicy.class,
        """
        metadata: {name: own}
        spec:
          modelServiceRef: {name: support}
          scorers: {lexical: {}}
          scorer: {dedicated: true, replicas: 2, resources: {requests: {cpu: "1"}}}
        """);
    rig.start();
    eventually().untilAsserted(() -> assertThat(scorers()).hasSize(2));
    assertThat(scorer()).isNotNull();
    Deployment own =
        scorers().stream()
            .filter(one -> !one.getMetadata().getName().equals("homeostat-scorer"))
            .findFirst()
            .orElseThrow();
    var container = own.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(own.getSpec().getReplicas()).isEqualTo(2);
    assertThat(container.getResources().getRequests().get("cpu")).hasToString("1");
    assertThat(container.getEnv())
        .filteredOn(variable -> variable.getName().equals("POLICY"))
        .singleElement()
        .extracting("value")
        .isEqualTo(rig.namespace + "/own");
    assertThat(own.getSpec().getSelector().getMatchLabels())
        .hasSizeGreaterThan(scorer().getSpec().getSelector().getMatchLabels().size());

    rig.client.resource(rig.get(QualityPolicy.class, "own")).delete();
    eventually().untilAsserted(() -> assertThat(scorers()).hasSize(1));
    assertThat(scorer()).isNotNull();
  }

  @Test
  void aScorerWithoutAPolicyIsRemovedAfterARestart() {
    policy("one");
    rig.start();
    eventually().untilAsserted(() -> assertThat(scorer()).isNotNull());

    rig.stop();
    rig.client.resource(rig.get(QualityPolicy.class, "one")).delete();
    rig.start();

    eventually().untilAsserted(() -> assertThat(scorer()).isNull());
  }

  @Test
  void aDeletedOrChangedScorerIsMadeAnew() {
    policy("one");
    rig.start();
    eventually().untilAsserted(() -> assertThat(scorer()).isNotNull());

    rig.client.resource(scorer()).delete();
    eventually().untilAsserted(() -> assertThat(scorer()).isNotNull());

    Deployment changed = scorer();
    changed.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("other:1");
    rig.client.resource(changed).update();
    eventually()
        .untilAsserted(
            () ->
                assertThat(scorer().getSpec().getTemplate().getSpec().getContainers().getFirst())
                    .extracting("image")
                    .isEqualTo("scorer:1"));
  }

  private void service() {
    rig.create(
        ModelService.class,
        """
        metadata: {name: support}
        spec: {model: {uri: "pvc://models/base-1"}, engine: {type: VLLM}}
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

  private Deployment scorer() {
    return rig.client
        .apps()
        .deployments()
        .inNamespace(rig.namespace)
        .withName("homeostat-scorer")
        .get();
  }

  private List<Deployment> scorers() {
    return rig.client.apps().deployments().inNamespace(rig.namespace).list().getItems();
  }

  private void available() {
    Deployment ready =
        new DeploymentBuilder(scorer())
            .withNewStatus()
            .withReplicas(1)
            .withReadyReplicas(1)
            .withAvailableReplicas(1)
            .endStatus()
            .build();
    rig.client.resource(ready).updateStatus();
  }

  private Condition ready(String policy) {
    return Conditions.find(rig.get(QualityPolicy.class, policy).getStatus().conditions(), "Ready")
        .orElseThrow(NullPointerException::new);
  }
}
