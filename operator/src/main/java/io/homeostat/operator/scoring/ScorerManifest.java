package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.homeostat.operator.OperatorSettings;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.RestrictedContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one scorer that all QualityPolicies share. It belongs to its ServiceAccount, which the chart
 * made, so that uninstalling the chart takes it along.
 *
 * @param account the scorer's ServiceAccount
 */
record ScorerManifest(OperatorSettings settings, ServiceAccount account) {
  static final String NAME = "homeostat-scorer";
  static final String COMPONENT = "scorer";
  static final String SELECTOR = Labels.MANAGED_SELECTOR + "," + Labels.COMPONENT + "=" + COMPONENT;

  private static final String APPLICATION = "homeostat";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final long USER = 65_532;
  private static final int METRICS_PORT = 9090;
  private static final String METRICS = "metrics";

  /** Less heap than other processes have: the embedding model lives outside it. */
  private static final String JAVA_OPTIONS =
      "-XX:+UseSerialGC -XX:MaxRAMPercentage=45 -Xss512k -XX:TieredStopAtLevel=1";

  Deployment desired() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(settings.podNamespace())
        .withLabels(labels())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ServiceAccount")
                .withName(account.getMetadata().getName())
                .withUid(account.getMetadata().getUid())
                .build())
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .withMatchLabels(Map.of(Labels.NAME, APPLICATION, Labels.COMPONENT, COMPONENT))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels())
        .endMetadata()
        .withSpec(pod())
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The chart's network policies select by instance, which the account carries. */
  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(Labels.NAME, APPLICATION);
    labels.put(Labels.COMPONENT, COMPONENT);
    String instance =
        account.getMetadata().getLabels() == null
            ? null
            : account.getMetadata().getLabels().get(INSTANCE);
    if (instance != null) {
      labels.put(INSTANCE, instance);
    }
    return labels;
  }

  private PodSpec pod() {
    return new PodSpecBuilder()
        .withServiceAccountName(account.getMetadata().getName())
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
        .withName(COMPONENT)
        .withImage(settings.scorerImage())
        .withImagePullPolicy("IfNotPresent")
        .withArgs(COMPONENT)
        .withEnv(environment())
        .addNewPort()
        .withName(METRICS)
        .withContainerPort(METRICS_PORT)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(probe("/healthz", 2, 90))
        .withLivenessProbe(probe("/healthz", 10, 6))
        .withReadinessProbe(probe("/readyz", 3, 3))
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("256Mi")))
        .withLimits(Map.of("memory", new Quantity("640Mi")))
        .endResources()
        .withSecurityContext(RestrictedContainer.securityContext())
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private List<EnvVar> environment() {
    return List.of(
        fromField("POD_NAME", "metadata.name"),
        fromField("POD_NAMESPACE", "metadata.namespace"),
        new EnvVar("KAFKA_BOOTSTRAP", settings.kafkaBootstrap(), null),
        new EnvVar(
            "WATCH_NAMESPACES",
            String.join(",", settings.watchNamespaces().stream().sorted().toList()),
            null),
        new EnvVar("METRICS_PORT", Integer.toString(METRICS_PORT), null),
        new EnvVar("JAVA_TOOL_OPTIONS", JAVA_OPTIONS, null));
  }

  private static EnvVar fromField(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  private static Probe probe(String path, int period, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(METRICS)
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failures)
        .build();
  }
}
