package io.homeostat.operator.learning;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Resources;
import io.homeostat.operator.frame.RestrictedContainer;
import io.homeostat.operator.learning.decide.ClaimMount;
import io.homeostat.operator.learning.decide.LearningTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The pod of a learning task: no rights at the API server, no root, nothing writable but its
 * results and /tmp.
 *
 * @param input name of the ConfigMap and Secret that the pod reads
 */
record JobPod(LearningTask task, String input, String image) {
  /** Where the trainer tells how far it is. */
  static final int PROGRESS_PORT = 8080;

  static final String CONTAINER = "job";

  private static final long USER = 65_532;
  private static final String TMP = "/tmp";
  private static final String JAVA_OPTIONS =
      "-XX:+UseSerialGC -XX:MaxRAMPercentage=60 -Xss512k -XX:TieredStopAtLevel=1";

  PodSpec spec() {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .withVolumes(volumes())
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withImagePullPolicy("IfNotPresent")
        .withCommand(command())
        .withArgs(arguments())
        .withEnv(environment())
        .addNewPort()
        .withName("progress")
        .withContainerPort(PROGRESS_PORT)
        .endPort()
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withResources(requirements(task.resources()))
        .withSecurityContext(RestrictedContainer.securityContext())
        .withVolumeMounts(mounts())
        .build();
  }

  /** The image of Homeostat's own processes has an entry point, to which the command is told. */
  private List<String> command() {
    return switch (task.program()) {
      case TRAINER -> List.of("python3", "-m", "homeostat_trainer");
      case HOMEOSTAT -> List.of();
    };
  }

  private List<String> arguments() {
    return switch (task.program()) {
      case TRAINER -> List.of(task.command(), "--config", "/config/" + JobManifest.CONFIG_FILE);
      case HOMEOSTAT -> List.of(task.command());
    };
  }

  private List<EnvVar> environment() {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(new EnvVar("HOME", TMP, null));
    environment.add(
        switch (task.program()) {
          case TRAINER -> new EnvVar("PYTHONUNBUFFERED", "1", null);
          case HOMEOSTAT -> new EnvVar("JAVA_TOOL_OPTIONS", JAVA_OPTIONS, null);
        });
    new TreeMap<>(task.secrets())
        .keySet()
        .forEach(name -> environment.add(secret(name, new KeyRef(input, name))));
    new TreeMap<>(task.secretRefs()).forEach((name, ref) -> environment.add(secret(name, ref)));
    return environment;
  }

  private static EnvVar secret(String name, KeyRef ref) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(ref.key(), ref.name(), false)
        .endValueFrom()
        .build();
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(
        new VolumeMountBuilder()
            .withName("config")
            .withMountPath("/config")
            .withReadOnly(true)
            .build());
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath(TMP).build());
    for (ClaimMount mount : task.mounts()) {
      mounts.add(
          new VolumeMountBuilder()
              .withName(volumeName(mount.claim()))
              .withMountPath(mount.mountPath())
              .withSubPath(mount.subPath())
              .withReadOnly(mount.readOnly())
              .build());
    }
    return mounts;
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(input)
            .endConfigMap()
            .build());
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    task.mounts().stream()
        .map(ClaimMount::claim)
        .distinct()
        .forEach(
            claim ->
                volumes.add(
                    new VolumeBuilder()
                        .withName(volumeName(claim))
                        .withNewPersistentVolumeClaim(claim, false)
                        .build()));
    return volumes;
  }

  /** Volume names are DNS labels of their own; claims are told apart by their order in the task. */
  private String volumeName(String claim) {
    List<String> claims = task.mounts().stream().map(ClaimMount::claim).distinct().toList();
    return "claim-" + claims.indexOf(claim);
  }

  private static ResourceRequirements requirements(Resources resources) {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(resources.requests()))
        .withLimits(quantities(resources.limits()))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> values) {
    return values == null
        ? Map.of()
        : values.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new Quantity(e.getValue())));
  }
}
