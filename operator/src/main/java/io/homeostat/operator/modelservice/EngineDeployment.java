package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.operator.frame.RestrictedContainer;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import io.homeostat.operator.modelservice.decide.PodTemplatePatch;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import io.homeostat.operator.release.decide.AdapterGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Deployment of a pool's engine pods: hardened, drained before they end, replaced without a
 * gap.
 */
final class EngineDeployment {
  private static final long USER = 65_532L;
  private static final int PRE_STOP_SECONDS = 10;
  private static final long GRACE_SECONDS =
      PRE_STOP_SECONDS + EngineArguments.SHUTDOWN_SECONDS + 10L;
  private static final int STARTUP_PERIOD = 10;
  private static final int STARTUP_FAILURES = 60;
  private static final String SHARED_MEMORY = "256Mi";
  private static final String SHARED_MEMORY_OF_SEVERAL = "8Gi";

  /** Annotation of a Deployment: SHA-256 of what its pods run. */
  static final String DIGEST = "homeostat.io/pool-digest";

  private EngineDeployment() {}

  static Deployment desired(EnginePool pool) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(pool.name())
        .withNamespace(pool.namespace())
        .withLabels(pool.labels())
        .withAnnotations(Map.of(DIGEST, SpecTuple.poolDigest(pool.tuple())))
        .endMetadata()
        .withNewSpec()
        .withReplicas(pool.replicas())
        .withSelector(new LabelSelectorBuilder().withMatchLabels(pool.selector()).build())
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxUnavailable(0)
        .withNewMaxSurge(1)
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(PodTemplatePatch.apply(template(pool), pool.spec().podTemplatePatch()))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec template(EnginePool pool) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(pool.podLabels())
        .withAnnotations(Map.of("homeostat.io/engine-key", pool.keyDigest()))
        .endMetadata()
        .withSpec(pod(pool))
        .build();
  }

  private static PodSpec pod(EnginePool pool) {
    return new PodSpecBuilder()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withReadinessGates(readinessGates(pool))
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
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
        .withTopologySpreadConstraints(
            new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withLabelSelector(
                    new LabelSelectorBuilder().withMatchLabels(pool.selector()).build())
                .build())
        .withInitContainers(ModelFetch.containers(pool))
        .withContainers(container(pool))
        .withVolumes(volumes(pool))
        .build();
  }

  /** A pod of a rollout or of autoscaling gets requests only after its adapters are proven. */
  private static List<PodReadinessGate> readinessGates(EnginePool pool) {
    return pool.gated() ? List.of(new PodReadinessGate(AdapterGate.CONDITION)) : List.of();
  }

  private static Container container(EnginePool pool) {
    return new ContainerBuilder()
        .withName(EnginePool.COMPONENT)
        .withImage(pool.tuple().engine().image())
        .withImagePullPolicy("IfNotPresent")
        .withArgs(EngineArguments.arguments(pool))
        .withEnv(environment(pool))
        .addNewPort()
        .withName(EnginePool.PORT_NAME)
        .withContainerPort(EnginePool.PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(health(STARTUP_PERIOD, STARTUP_FAILURES))
        .withLivenessProbe(health(10, 6))
        .withReadinessProbe(health(5, 3))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep()
        .withSeconds((long) PRE_STOP_SECONDS)
        .endSleep()
        .endPreStop()
        .endLifecycle()
        .withResources(
            resources(pool.spec().engine() == null ? null : pool.spec().engine().resources()))
        .withSecurityContext(RestrictedContainer.securityContext())
        .withVolumeMounts(mounts(pool))
        .build();
  }

  private static List<EnvVar> environment(EnginePool pool) {
    List<EnvVar> variables = new ArrayList<>();
    EngineArguments.environment(pool)
        .forEach(
            (name, value) ->
                variables.add(new EnvVarBuilder().withName(name).withValue(value).build()));
    variables.add(
        new EnvVarBuilder()
            .withName(EngineKey.VARIABLE)
            .withNewValueFrom()
            .withNewSecretKeyRef()
            .withName(EnginePool.keyName(pool.service()))
            .withKey(EngineKey.KEY)
            .endSecretKeyRef()
            .endValueFrom()
            .build());
    return variables;
  }

  private static Probe health(int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/health")
        .withNewPort(EnginePool.PORT_NAME)
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failures)
        .build();
  }

  private static ResourceRequirements resources(Resources resources) {
    return resources == null
        ? null
        : new ResourceRequirementsBuilder()
            .withRequests(quantities(resources.requests()))
            .withLimits(quantities(resources.limits()))
            .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    return texts == null
        ? Map.of()
        : texts.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> Quantity.parse(entry.getValue())));
  }

  private static List<VolumeMount> mounts(EnginePool pool) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    mounts.add(new VolumeMountBuilder().withName("shm").withMountPath("/dev/shm").build());
    mounts.add(
        new VolumeMountBuilder()
            .withName("models")
            .withMountPath(EngineTuple.MODELS)
            .withReadOnly(true)
            .build());
    if (EngineArguments.servesAdapters(pool)) {
      mounts.add(
          new VolumeMountBuilder()
              .withName("artifacts")
              .withMountPath(EngineArguments.ADAPTERS)
              .withSubPath("adapters")
              .withReadOnly(true)
              .build());
    }
    return mounts;
  }

  private static List<Volume> volumes(EnginePool pool) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    volumes.add(
        new VolumeBuilder()
            .withName("shm")
            .withNewEmptyDir()
            .withMedium("Memory")
            .withSizeLimit(Quantity.parse(sharedMemory(pool.spec().engine())))
            .endEmptyDir()
            .build());
    volumes.add(claim("models", ModelFiles.of(pool.tuple().model()).claim()));
    if (EngineArguments.servesAdapters(pool)) {
      volumes.add(claim("artifacts", pool.spec().artifacts().claimName()));
    }
    return volumes;
  }

  /** What several devices exchange goes through it. */
  private static String sharedMemory(EngineSpec engine) {
    if (engine != null && engine.sharedMemory() != null) {
      return engine.sharedMemory();
    }
    boolean several =
        engine != null && engine.tensorParallelSize() != null && engine.tensorParallelSize() > 1;
    return several ? SHARED_MEMORY_OF_SEVERAL : SHARED_MEMORY;
  }

  private static Volume claim(String name, String claim) {
    return new VolumeBuilder()
        .withName(name)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }
}
