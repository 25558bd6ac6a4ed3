package io.homeostat.operator.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.learning.decide.ChildName;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobSettings;
import io.homeostat.operator.learning.decide.LearningTask;
import java.util.HashMap;
import java.util.Map;

/**
 * The objects that carry a learning task out: job.json in a ConfigMap, its secret in a Secret, and
 * one Job per attempt. All belong to the object that asked for them and go away with it.
 *
 * @param owner the object that the Job works for
 * @param suffix tells the Jobs of different kinds of the same name apart
 */
record JobManifest(HasMetadata owner, String suffix) {
  static final String CONFIG_FILE = "job.json";

  private static final int KEEP_FINISHED_SECONDS = 3_600;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
          .build();

  /** Name of the Job of an attempt. */
  String jobName(int attempt) {
    return ChildName.of(owner.getMetadata().getName(), suffix + "-" + attempt);
  }

  /** Whether a Job of the owner is an attempt at this task and not at another one. */
  boolean isAttempt(Job job) {
    return jobName(JobObserver.attempt(job)).equals(job.getMetadata().getName());
  }

  /** Name of the ConfigMap and of the Secret. */
  String inputName() {
    return ChildName.of(owner.getMetadata().getName(), suffix);
  }

  /** job.json; immutable, so that every attempt does the same. */
  ConfigMap config(LearningTask task) {
    try {
      return new ConfigMapBuilder()
          .withMetadata(metadata(inputName(), task))
          .withImmutable(true)
          .withData(
              Map.of(
                  CONFIG_FILE,
                  JSON.writerWithDefaultPrettyPrinter().writeValueAsString(task.config())))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("job.json of " + task.command() + " cannot be written", e);
    }
  }

  /** The task's secret environment variables. */
  Secret secret(LearningTask task) {
    return new SecretBuilder()
        .withMetadata(metadata(inputName(), task))
        .withType("Opaque")
        .withStringData(task.secrets())
        .build();
  }

  /**
   * The Job of an attempt; Kubernetes never repeats it, the operator does. One that waits in a queue
   * is made suspended, and the queue lets it start.
   */
  Job job(LearningTask task, JobDecision.Start start, String image) {
    JobSettings settings = task.settings();
    ObjectMeta metadata = metadata(jobName(start.attempt()), task);
    metadata.getLabels().put(JobLabels.ATTEMPT, Integer.toString(start.attempt()));
    if (settings.cutsBatches()) {
      metadata.getLabels().put(JobLabels.BATCH_DIVISOR, Integer.toString(start.divisor()));
    }
    if (settings.queue() != null) {
      metadata.getLabels().put(JobLabels.QUEUE, settings.queue());
    }
    return new JobBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withSuspend(settings.queue() == null ? null : Boolean.TRUE)
        .withActiveDeadlineSeconds(seconds(settings.deadlineSeconds()))
        .withBackoffLimit(0)
        .withTtlSecondsAfterFinished(KEEP_FINISHED_SECONDS)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .endMetadata()
        .withSpec(new JobPod(task, inputName(), image, start.divisor()).spec())
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Long seconds(Integer seconds) {
    return seconds == null ? null : Long.valueOf(seconds);
  }

  private ObjectMeta metadata(String name, LearningTask task) {
    Map<String, String> labels = new HashMap<>(Labels.of(task.service()));
    labels.put(Labels.COMPONENT, JobLabels.COMPONENT);
    labels.put(JobLabels.LEARNING, owner.getKind());
    labels.put(JobLabels.OWNER_UID, owner.getMetadata().getUid());
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(Map.of(JobLabels.OWNER, owner.getMetadata().getName()))
        .withOwnerReferences(Owners.controlledBy(owner))
        .build();
  }
}
