package io.homeostat.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The example of Argo Rollouts on a real cluster with its real controller, which e2e/argo prepares:
 * real pods, ReplicaSets, AnalysisRuns and verdicts over HTTP. The stage speaks in place of the
 * monitor and the gateways.
 */
class ArgoRolloutsRun {
  private static final Path EXAMPLE = Path.of("..", "examples", "argo-rollouts");
  private static final String SERVICE = "assistant";

  private KubernetesClient client;
  private Stage stage;

  @BeforeEach
  void begin() throws IOException {
    client = new KubernetesClientBuilder().build();
    stage = new Stage(client).withVerdicts().start();
    ModelService service =
        Serialization.unmarshal(
            Files.readString(EXAMPLE.resolve("model-service.yaml")).replace("14400", "60"),
            ModelService.class);
    service.getMetadata().setNamespace(stage.namespace);
    client.resource(service).create();
    rollOut();
  }

  @AfterEach
  void end() {
    client.namespaces().withName(stage.namespace).delete();
    stage.close();
    client.close();
  }

  @Test
  void passGoesOnFailAbortsAndHoldPauses() {
    phase("Healthy", "");
    soon().untilAsserted(() -> assertThat(stage.plan(SERVICE).getSpec().routes()).hasSize(1));
    pass(changed("good", 1));
    String stable = stage.plan(SERVICE).getSpec().stable();
    String refused = changed("bad", 2);
    fail(refused);
    refusedAgain(refused);
    fail(triedAgain());
    assertThat(stage.plan(SERVICE).getSpec().stable()).isEqualTo(stable);
    hold(changed("unsure", 4));
    assertThat(stage.plan(SERVICE).getSpec().stable()).isEqualTo(stable);
  }

  private void pass(String canary) {
    String before = stage.plan(SERVICE).getSpec().stable();
    assertThat(arms()).containsExactlyInAnyOrder(hash("stableRS"), hash("currentPodHash"));
    stage.verdict(canary, "Promote", "AllGatesPassed", 400);
    phase("Healthy", "");
    ends(canary, "Promoted", "RolloutPromoted");
    soon()
        .untilAsserted(
            () -> {
              assertThat(stage.plan(SERVICE).getSpec().stable()).isNotEqualTo(before);
              assertThat(arms()).containsExactly("any");
            });
  }

  private void fail(String canary) {
    stage.verdict(canary, "RollBack", "Breach", 400);
    ends(canary, "RolledBack", "Breach");
    soon().untilAsserted(() -> assertThat(candidateWeight()).isZero());
    phase("Degraded", "RolloutAborted");
  }

  /** The old verdict stands, without a session on the template, when the Rollout tries it again. */
  private void refusedAgain(String canary) {
    assertThat(failedAnalyses()).isEqualTo(1);
    patchStatus("{\"status\":{\"abort\":false}}");
    soon().untilAsserted(() -> assertThat(failedAnalyses()).isEqualTo(2));
    phase("Degraded", "RolloutAborted");
    assertThat(newest().getMetadata().getName()).isEqualTo(canary);
    assertThat(candidateWeight()).isZero();
  }

  /** A person wants the same template judged anew. */
  private String triedAgain() {
    stage.order("again", "ModelService", SERVICE, "Retry", null);
    soon()
        .untilAsserted(
            () ->
                assertThat(stage.get(Intervention.class, "again").getStatus().conditions())
                    .isNotEmpty());
    patchStatus("{\"status\":{\"abort\":false}}");
    return judged(3);
  }

  private void hold(String canary) {
    stage.verdict(canary, "Continue", "Undecided", 400);
    phase("Paused", "InconclusiveAnalysisRun");
    soon()
        .untilAsserted(
            () -> {
              var status = stage.get(CanaryRelease.class, canary).getStatus();
              assertThat(status.state()).isEqualTo("Paused");
              assertThat(status.rollout().pauseReason()).isEqualTo("InconclusiveAnalysisRun");
            });
    patchStatus("{\"status\":{\"abort\":true}}");
    ends(canary, "RolledBack", "RolloutAborted");
  }

  /** The example with pods that need no GPU and a pause that takes no time. */
  private void rollOut() throws IOException {
    GenericKubernetesResource rollout =
        Serialization.unmarshal(
            Files.readString(EXAMPLE.resolve("rollout.yaml.txt"))
                .replace("duration: 300", "duration: 1"),
            GenericKubernetesResource.class);
    rollout.getMetadata().setNamespace(stage.namespace);
    Map<String, Object> pod = rollout.get("spec", "template", "spec");
    pod.clear();
    pod.put("terminationGracePeriodSeconds", 0);
    pod.put("containers", List.of(container("first")));
    client.resource(rollout).create();
  }

  private static Map<String, Object> container(String version) {
    String image = Objects.requireNonNull(System.getenv("PAUSE_IMAGE"), "run e2e/argo");
    return Map.of(
        "name",
        "vllm",
        "image",
        image,
        "env",
        List.of(Map.of("name", "VERSION", "value", version)));
  }

  /** Changes the pod template. */
  private String changed(String version, int canaries) {
    rollouts()
        .edit(
            rollout -> {
              Map<String, Object> pod = rollout.get("spec", "template", "spec");
              pod.put("containers", List.of(container(version)));
              return rollout;
            });
    return judged(canaries);
  }

  /** The youngest CanaryRelease, once the Rollout asks for its verdict. */
  private String judged(int canaries) {
    soon()
        .untilAsserted(
            () -> {
              assertThat(stage.all(CanaryRelease.class)).hasSize(canaries);
              assertThat(newest().getStatus().state()).isEqualTo("Progressing");
              assertThat(newest().getStatus().step()).isEqualTo(1);
              String analysis =
                  rollouts()
                      .require()
                      .get("status", "canary", "currentStepAnalysisRunStatus", "status");
              assertThat(analysis).isEqualTo("Running");
              assertThat(candidateWeight()).isEqualTo(250);
            });
    assertThat(newest().getStatus().weightPermille()).isEqualTo(250);
    assertThat(newest().getStatus().rollout().podTemplateHash()).isEqualTo(hash("currentPodHash"));
    return newest().getMetadata().getName();
  }

  private void phase(String phase, String message) {
    soon()
        .untilAsserted(
            () -> {
              GenericKubernetesResource rollout = rollouts().require();
              String observed = rollout.get("status", "observedGeneration");
              assertThat(observed).isEqualTo(String.valueOf(rollout.getMetadata().getGeneration()));
              assertThat((String) rollout.get("status", "phase")).isEqualTo(phase);
              assertThat(String.valueOf((Object) rollout.get("status", "message")))
                  .contains(message);
            });
  }

  private void ends(String canary, String state, String reason) {
    soon()
        .untilAsserted(
            () -> {
              var status = stage.get(CanaryRelease.class, canary).getStatus();
              assertThat(status.state()).isEqualTo(state);
              assertThat(status.conditions())
                  .filteredOn(condition -> condition.getType().equals("Succeeded"))
                  .singleElement()
                  .satisfies(condition -> assertThat(condition.getReason()).isEqualTo(reason));
            });
  }

  private static ConditionFactory soon() {
    return Awaitility.await()
        .ignoreExceptions()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(500));
  }

  private Resource<GenericKubernetesResource> rollouts() {
    return client
        .genericKubernetesResources("argoproj.io/v1alpha1", "Rollout")
        .inNamespace(stage.namespace)
        .withName("llm");
  }

  /** What the commands abort and retry of Argo's plugin for kubectl do. */
  private void patchStatus(String json) {
    rollouts().subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private long failedAnalyses() {
    return client
        .genericKubernetesResources("argoproj.io/v1alpha1", "AnalysisRun")
        .inNamespace(stage.namespace)
        .list()
        .getItems()
        .stream()
        .filter(run -> "Failed".equals(run.get("status", "phase")))
        .count();
  }

  private String hash(String field) {
    return rollouts().require().get("status", field);
  }

  private CanaryRelease newest() {
    return stage.all(CanaryRelease.class).stream()
        .max(Comparator.comparing(canary -> canary.getMetadata().getCreationTimestamp()))
        .orElseThrow();
  }

  private int candidateWeight() {
    return stage.plan(SERVICE).getSpec().routes().stream()
        .filter(route -> route.role().equals("Candidate"))
        .mapToInt(Route::weightPermille)
        .sum();
  }

  /** The pod templates that the gateway tells apart. */
  private List<String> arms() {
    return client.resources(Service.class).inNamespace(stage.namespace).list().getItems().stream()
        .map(
            service ->
                service.getSpec().getSelector().getOrDefault("rollouts-pod-template-hash", "any"))
        .toList();
  }
}
