package io.homeostat.operator.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.common.Scheduling;
import io.homeostat.crds.evaluation.EvaluationSpec.Gate;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.operator.learning.decide.ClaimMount;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobSettings;
import io.homeostat.operator.learning.decide.LearningTask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobManifestTest {
  private static final LearningTask TASK =
      new LearningTask(
          "evaluate",
          "support",
          Map.of(
              "gates",
              List.of(new Gate("better-date", "date", "TokenF1", null, null, "0.2")),
              "concurrency",
              8),
          Map.of("GATEWAY_KEY", "very-secret"),
          List.of(
              new ClaimMount("artifacts", "datasets", "/artifacts/datasets", true),
              new ClaimMount("artifacts", "adapters", "/artifacts/adapters", false),
              new ClaimMount("models", null, "/models", true)),
          new Resources(Map.of("cpu", "500m"), Map.of("memory", "1Gi")));

  private final JobManifest manifest = new JobManifest(owner(), "eval");
  private final Job job = manifest.job(TASK, new JobDecision.Start(2, "", 1), "jobs:1");

  @Test
  void jobJsonHoldsTheTaskAndNoSecret() throws JsonProcessingException {
    String text = manifest.config(TASK).getData().get("job.json");
    JsonNode json = new ObjectMapper().readTree(text);

    assertThat(json.at("/gates/0/minimumImprovement").asText()).isEqualTo("0.2");
    assertThat(json.at("/gates/0").has("minimum")).isFalse();
    assertThat(text).doesNotContain("very-secret");
    assertThat(manifest.config(TASK).getImmutable()).isTrue();
  }

  @Test
  void namesFollowFromOwnerAndAttempt() {
    assertThat(job.getMetadata().getName()).isEqualTo("run-eval-2");
    assertThat(manifest.config(TASK).getMetadata().getName()).isEqualTo("run-eval");
    assertThat(manifest.secret(TASK).getMetadata().getName()).isEqualTo("run-eval");
  }

  @Test
  void everythingGoesWithItsOwner() {
    for (var object : List.of(job, manifest.config(TASK), manifest.secret(TASK))) {
      assertThat(object.getMetadata().getOwnerReferences())
          .singleElement()
          .satisfies(
              owner -> {
                assertThat(owner.getUid()).isEqualTo("uid-1");
                assertThat(owner.getController()).isTrue();
              });
      assertThat(object.getMetadata().getLabels())
          .containsEntry("homeostat.io/owner-uid", "uid-1")
          .containsEntry("homeostat.io/model-service", "support");
    }
  }

  @Test
  void kubernetesNeverRepeatsTheJob() {
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(pod().getRestartPolicy()).isEqualTo("Never");
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isPositive();
  }

  @Test
  void thePodHasNoRightsAndIsHardened() {
    assertThat(pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod().getSecurityContext().getFsGroup()).isEqualTo(65_532L);
    assertThat(pod().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void theContainerRunsTheTrainerAndLeavesItsLastWords() {
    assertThat(container().getImage()).isEqualTo("jobs:1");
    assertThat(container().getCommand())
        .containsExactly("python3", "-m", "homeostat_trainer");
    assertThat(container().getArgs())
        .containsExactly("evaluate", "--config", "/config/job.json");
    assertThat(container().getTerminationMessagePolicy()).isEqualTo("FallbackToLogsOnError");
    assertThat(container().getEnv())
        .filteredOn(env -> env.getName().equals("GATEWAY_KEY"))
        .singleElement()
        .satisfies(
            env ->
                assertThat(env.getValueFrom().getSecretKeyRef().getName()).isEqualTo("run-eval"));
    assertThat(container().getResources().getLimits().get("memory")).hasToString("1Gi");
  }

  @Test
  void claimsAreMountedWhereTheTaskSays() {
    assertThat(container().getVolumeMounts())
        .extracting(VolumeMount::getMountPath, VolumeMount::getSubPath, VolumeMount::getReadOnly)
        .contains(
            tuple("/artifacts/datasets", "datasets", true),
            tuple("/artifacts/adapters", "adapters", false),
            tuple("/models", null, true));
    assertThat(pod().getVolumes())
        .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
        .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .containsExactly("artifacts", "models");
  }

  @Test
  void aJobOfAQueueIsMadeSuspendedAndMayRunSoLong() {
    Job queued = manifest.job(tuning(), new JobDecision.Start(2, "", 4), "jobs:1");

    assertThat(queued.getSpec().getSuspend()).isTrue();
    assertThat(queued.getSpec().getActiveDeadlineSeconds()).isEqualTo(7200);
    assertThat(queued.getMetadata().getLabels())
        .containsEntry("kueue.x-k8s.io/queue-name", "gpus")
        .containsEntry("homeostat.io/batch-divisor", "4");
    assertThat(job.getSpec().getSuspend()).isNull();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isNull();
  }

  @Test
  void aTrainingRunsWhereItMayWithWhatTheUserGivesIt() {
    PodSpec pod =
        manifest
            .job(tuning(), new JobDecision.Start(2, "", 4), "jobs:1")
            .getSpec()
            .getTemplate()
            .getSpec();
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getPriorityClassName()).isEqualTo("batch");
    assertThat(pod.getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(pod.getNodeSelector()).containsEntry("gpu", "h100");
    assertThat(pod.getTolerations())
        .singleElement()
        .satisfies(
            toleration -> {
              assertThat(toleration.getKey()).isEqualTo("gpu");
              assertThat(toleration.getOperator()).isEqualTo("Exists");
              assertThat(toleration.getEffect()).isEqualTo("NoSchedule");
            });
    assertThat(container.getEnvFrom())
        .singleElement()
        .satisfies(from -> assertThat(from.getSecretRef().getName()).isEqualTo("mlflow"));
    assertThat(container.getEnv())
        .anySatisfy(
            env -> {
              assertThat(env.getName()).isEqualTo("BATCH_DIVISOR");
              assertThat(env.getValue()).isEqualTo("4");
            });
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/dev/shm");
  }

  private static LearningTask tuning() {
    return new LearningTask(
        "finetune",
        "support",
        Map.of(),
        Map.of(),
        List.of(),
        new Resources(Map.of(), Map.of()))
        .with(
            new JobSettings(
                "gpus",
                new Scheduling(
                    "batch",
                    "nvidia",
                    Map.of("gpu", "h100"),
                    List.of(new Scheduling.Toleration("gpu", "Exists", null, "NoSchedule"))),
                7200,
                "mlflow",
                true,
                true));
  }

  private PodSpec pod() {
    return job.getSpec().getTemplate().getSpec();
  }

  private Container container() {
    return pod().getContainers().getFirst();
  }

  private static FineTuneJob owner() {
    FineTuneJob owner = new FineTuneJob();
    owner.setMetadata(
        new ObjectMetaBuilder().withName("run").withNamespace("shop").withUid("uid-1").build());
    return owner;
  }
}
