package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.Prompt;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ModelService that Argo CD keeps as Git says, on a real API server. */
class GitApiIT {
  private static final String MANAGER = "argocd-controller";
  private static final String DIGEST = "0123456789ab".repeat(6).substring(0, 64);
  private static final ModelServiceSpec.Adapter PINNED =
      new ModelServiceSpec.Adapter("Pinned", "pvc://artifacts/adapters/" + Repair.ADAPTER, DIGEST);

  private Stage stage;
  private Repair repair;

  @BeforeEach
  void begin() {
    stage = new Stage().start();
    repair = new Repair(stage);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void afterAFullRepairWhatIsInGitDiffersInNothing() {
    serving(inGit(null));
    String release = repair.release();
    promoted("run-canary", release);
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.condition("support", "RepairActive").getStatus())
                    .isEqualTo("True"));

    ModelService live = stage.get(ModelService.class, "support");
    ModelService applied =
        stage.client.resource(inGit(null)).dryRun().fieldManager(MANAGER).serverSideApply();

    assertThat(comparable(applied)).as("no conflict and no difference").isEqualTo(comparable(live));
    assertThat(live.getMetadata().getLabels()).containsEntry("argocd.argoproj.io/instance", "desk");
    stage
        .all(Release.class)
        .forEach(
            child ->
                assertThat(
                        child.getMetadata().getLabels() == null
                            ? Map.of()
                            : child.getMetadata().getLabels())
                    .as("children are not Argo CD's to prune")
                    .doesNotContainKey("argocd.argoproj.io/instance"));
  }

  @Test
  void aPinnedAdapterIsReadByAJobBeforeItIsReleased() {
    serving(inGit(null));
    stage.client.resource(inGit(PINNED)).fieldManager(MANAGER).serverSideApply();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.condition("support", "Progressing").getReason())
                  .isEqualTo("VerifyingAdapter");
              assertThat(jobs()).hasSize(1);
            });
    assertThat(stage.all(CanaryRelease.class)).isEmpty();
    Job job = jobs().getFirst();
    var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getArgs()).contains("files");
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().equals("/files"))
        .allMatch(mount -> mount.getReadOnly());

    end(job, "{\"digest\":\"%s\"}".formatted(DIGEST));
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.plan("support").getSpec().routes())
                    .filteredOn(route -> route.role().equals("Candidate"))
                    .extracting(Route::servedModel)
                    .containsExactly(Repair.ADAPTER));
    assertThat(jobs()).as("one question, one Job").hasSize(1);
  }

  @Test
  void otherFilesThanGitSaysAreAConditionAndNoRelease() {
    serving(inGit(null));
    stage.client.resource(inGit(PINNED)).fieldManager(MANAGER).serverSideApply();
    eventually().untilAsserted(() -> assertThat(jobs()).hasSize(1));
    end(jobs().getFirst(), "{\"digest\":\"%s\"}".formatted("f".repeat(64)));

    eventually()
        .untilAsserted(
            () -> {
              var condition = stage.condition("support", "Progressing");
              assertThat(condition.getReason()).isEqualTo("AdapterNotVerified");
              assertThat(condition.getMessage()).contains(DIGEST).contains("f".repeat(64));
            });
    assertThat(stage.all(Release.class)).hasSize(1);
    assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True");
  }

  @Test
  void releasesBeyondTheHistoryGoAndWhatServesStays() {
    ModelService service = inGit(null);
    String stable = serving(service);
    for (int i = 0; i < 4; i++) {
      repair.release("fix-00000000000" + i);
    }
    assertThat(stage.all(Release.class)).hasSize(5);

    ModelService edited = inGit(null);
    edited.setSpec(withHistory(edited.getSpec(), 2));
    stage.client.resource(edited).fieldManager(MANAGER).serverSideApply();

    eventually().untilAsserted(() -> assertThat(stage.all(Release.class)).hasSize(3));
    assertThat(stage.all(Release.class))
        .extracting(release -> release.getMetadata().getName())
        .contains(stable);
    assertThat(stage.eventReasons("support")).contains("ReleaseExpired");
  }

  private String serving(ModelService service) {
    stage.client.resource(service).fieldManager(MANAGER).serverSideApply();
    stage.pods.engineReady("support", 1);
    stage.pods.enginePod("support", "engine-a", OneRepair.POD_IP, "first");
    eventually()
        .untilAsserted(
            () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
    return stage.plan("support").getSpec().stable();
  }

  private void promoted(String canary, String release) {
    repair.canary(canary, release);
    repair.passes(canary);
  }

  /** The object as a repository has it, with the label by which Argo CD knows its own. */
  private ModelService inGit(ModelServiceSpec.Adapter adapter) {
    ModelService service = new ModelService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withName("support")
            .withNamespace(stage.namespace)
            .addToLabels("argocd.argoproj.io/instance", "desk")
            .build());
    service.setSpec(
        new ModelServiceSpec(
            null,
            new ModelServiceSpec.Model("pvc://models/base", "1"),
            new EngineSpec("VLLM", null, 4, 16, 256, null, null, null),
            1,
            new ModelServiceSpec.Artifacts("artifacts"),
            adapter,
            new Prompt("good prompt", null),
            null,
            null,
            Stage.PLAN,
            null));
    return service;
  }

  private static ModelServiceSpec withHistory(ModelServiceSpec spec, int limit) {
    ObjectNode node = Serialization.jsonMapper().valueToTree(spec);
    return Serialization.jsonMapper()
        .convertValue(node.put("revisionHistoryLimit", limit), ModelServiceSpec.class);
  }

  /** What a diff compares: everything but status and what every write changes. */
  private static JsonNode comparable(ModelService service) {
    ObjectNode node = Serialization.jsonMapper().valueToTree(service);
    node.remove("status");
    ((ObjectNode) node.get("metadata")).remove(List.of("managedFields", "resourceVersion"));
    return node;
  }

  private List<Job> jobs() {
    return stage.client.batch().v1().jobs().inNamespace(stage.namespace).list().getItems();
  }

  /** The Job's pod ends with a result. */
  private void end(Job job, String result) {
    Map<String, String> labels =
        new HashMap<>(job.getSpec().getTemplate().getMetadata().getLabels());
    labels.put("batch.kubernetes.io/job-name", job.getMetadata().getName());
    Pod pod =
        stage
            .client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(job.getMetadata().getName() + "-x")
                    .withNamespace(stage.namespace)
                    .withLabels(labels)
                    .endMetadata()
                    .withSpec(job.getSpec().getTemplate().getSpec())
                    .build())
            .create();
    stage.client.resource(succeeded(pod, result)).updateStatus();
  }

  private static Pod succeeded(Pod pod, String result) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Succeeded")
        .addNewContainerStatus()
        .withName("job")
        .withImage("jobs:1")
        .withImageID("")
        .withReady(false)
        .withRestartCount(0)
        .withState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(0)
                .withReason("Completed")
                .withMessage(result)
                .endTerminated()
                .build())
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
