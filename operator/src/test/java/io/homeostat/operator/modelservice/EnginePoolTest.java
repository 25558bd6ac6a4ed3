package io.homeostat.operator.modelservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
  private static EnginePool pool(boolean artifacts) {
    return pool(artifacts, "engine", true);
  }

  private static EnginePool pool(boolean artifacts, String name, boolean gated) {
    ModelServiceSpec spec =
        new ModelServiceSpec(
            null,
            new ModelServiceSpec.Model("pvc://models/llama/base-1", "1"),
            new EngineSpec(
                "VLLM",
                "vllm:1",
                2,
                8,
                512,
                List.of("--enforce-eager"),
                Map.of("OMP_NUM_THREADS", "1"),
                new Resources(Map.of("cpu", "500m"), Map.of("memory", "2Gi"))),
            2,
            artifacts ? new ModelServiceSpec.Artifacts("artifacts") : null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new EnginePool(
        "support",
        "team",
        name,
        spec,
        SpecTuple.of(spec, "", null, "default:1").tuple(),
        2,
        gated,
        "abc",
        "homeostat",
        "jobs:1");
  }

  private static Container engine(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  @Test
  void theEngineGetsWhatTheReleaseAndTheServiceSay() {
    Container engine = engine(EngineDeployment.desired(pool(true)));

    assertThat(engine.getImage()).isEqualTo("vllm:1");
    assertThat(engine.getArgs())
        .containsExactly(
            "--model=/models/llama/base-1",
            "--served-model-name=base",
            "--port=8000",
            "--shutdown-timeout=30",
            "--scheduling-policy=priority",
            "--enable-lora",
            "--max-lora-rank=8",
            "--max-loras=2",
            "--max-cpu-loras=4",
            "--max-model-len=512",
            "--enforce-eager");
    assertThat(engine.getEnv())
        .extracting(EnvVar::getName)
        .contains(
            "VLLM_ALLOW_RUNTIME_LORA_UPDATING",
            "VLLM_PLUGINS",
            "VLLM_LORA_RESOLVER_CACHE_DIR",
            "VLLM_API_KEY",
            "OMP_NUM_THREADS")
        .doesNotHaveDuplicates();
    assertThat(engine.getResources().getLimits().get("memory")).hasToString("2Gi");
  }

  @Test
  void modelsAndAdaptersAreMountedReadOnly() {
    Container engine = engine(EngineDeployment.desired(pool(true)));

    assertThat(engine.getVolumeMounts())
        .filteredOn(mount -> List.of("/models", "/adapters").contains(mount.getMountPath()))
        .hasSize(2)
        .allMatch(VolumeMount::getReadOnly);
    assertThat(engine.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/tmp", "/dev/shm");
  }

  @Test
  void withoutAPlaceForAdaptersTheEngineServesItsBaseOnly() {
    Container engine = engine(EngineDeployment.desired(pool(false)));

    assertThat(engine.getArgs()).noneMatch(argument -> argument.contains("lora"));
    assertThat(engine.getEnv())
        .extracting(EnvVar::getName)
        .noneMatch(name -> name.contains("LORA"));
    assertThat(engine.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .doesNotContain("/adapters");
  }

  @Test
  void podsAreHardened() {
    var pod = EngineDeployment.desired(pool(true)).getSpec().getTemplate().getSpec();
    Container engine = pod.getContainers().getFirst();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(engine.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(engine.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(engine.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void openRequestsEndBeforeThePodDoes() {
    var pod = EngineDeployment.desired(pool(true)).getSpec().getTemplate().getSpec();
    long preStop =
        pod.getContainers().getFirst().getLifecycle().getPreStop().getSleep().getSeconds();

    assertThat(pod.getTerminationGracePeriodSeconds())
        .isGreaterThan(preStop + EngineArguments.SHUTDOWN_SECONDS);
  }

  @Test
  void aRolloutNeverTakesAPodAwayBeforeTheNewOneIsReady() {
    var strategy = EngineDeployment.desired(pool(true)).getSpec().getStrategy();

    assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
  }

  @Test
  void onlyGatewayAndOperatorReachTheEngine() {
    var ingress = EngineNetwork.access(pool(true)).getSpec().getIngress();

    assertThat(ingress).hasSize(1);
    var from = ingress.getFirst().getFrom().getFirst();
    assertThat(from.getNamespaceSelector().getMatchLabels())
        .containsEntry("kubernetes.io/metadata.name", "homeostat");
    assertThat(from.getPodSelector().getMatchExpressions().getFirst().getValues())
        .containsExactly("gateway", "operator");
  }

  @Test
  void noChildOfTheFirstPoolSelectsPodsOfAnother() {
    Map<String, String> first =
        EngineDeployment.desired(pool(true)).getSpec().getTemplate().getMetadata().getLabels();
    Map<String, String> second =
        EngineDeployment.desired(pool(true, "a1b2c3d4e5", true))
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels();

    assertThat(selects(EnginePool.selector("support", "engine"), first)).isTrue();
    assertThat(selects(EnginePool.selector("support", "engine"), second)).isFalse();
    assertThat(selects(EnginePool.selector("support", "a1b2c3d4e5"), second)).isTrue();
    assertThat(selects(EnginePool.selector("support", "a1b2c3d4e5"), first)).isFalse();
  }

  private static boolean selects(Map<String, String> selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.entrySet());
  }

  @Test
  void podsOfTheFirstPoolAreMadeAsTheyWereWhenItWasTheOnlyOne() {
    Deployment adopted = EngineDeployment.desired(pool(true, "engine", false));

    assertThat(adopted.getMetadata().getName()).isEqualTo("support-engine");
    assertThat(adopted.getMetadata().getLabels()).containsEntry("homeostat.io/pool", "engine");
    assertThat(adopted.getSpec().getTemplate().getMetadata().getLabels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "app.kubernetes.io/managed-by", "homeostat",
                "app.kubernetes.io/name", "homeostat-engine",
                "homeostat.io/model-service", "support",
                "app.kubernetes.io/component", "engine"));
    assertThat(adopted.getSpec().getTemplate().getSpec().getReadinessGates()).isEmpty();
  }

  @Test
  void slicesTellThePoolOfEveryPod() {
    assertThat(EngineNetwork.service(pool(true, "a1b2c3d4e5", true)).getMetadata().getLabels())
        .containsEntry("homeostat.io/model-service", "support")
        .containsEntry("homeostat.io/pool", "a1b2c3d4e5");
  }

  @Test
  void aPodIsReadyOnlyWhenItsAdaptersAreProven() {
    assertThat(
            EngineDeployment.desired(pool(true))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getReadinessGates())
        .singleElement()
        .extracting(gate -> gate.getConditionType())
        .isEqualTo("homeostat.io/adapters-ready");
  }

  @Test
  void theServiceSelectsExactlyThePods() {
    var labels =
        EngineDeployment.desired(pool(true)).getSpec().getTemplate().getMetadata().getLabels();

    assertThat(labels)
        .containsAllEntriesOf(EngineNetwork.service(pool(true)).getSpec().getSelector());
    assertThat(labels)
        .containsAllEntriesOf(
            EngineDeployment.desired(pool(true)).getSpec().getSelector().getMatchLabels());
  }
}
