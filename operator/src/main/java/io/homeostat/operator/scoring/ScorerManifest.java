package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.operator.OperatorSettings;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.RestrictedContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one scorer that QualityPolicies share, or that of a policy of its own. It belongs to its
 * ServiceAccount, which the chart made, so that uninstalling the chart takes it along.
 *
 * @param account the scorer's ServiceAccount
 * @param policy the policy that it scores for alone; null for the shared one
 */
record ScorerManifest(OperatorSettings settings, ServiceAccount account, QualityPolicy policy) {
  static final String NAME = "homeostat-scorer";

  /** Label of the pods of one policy: what their Deployment selects them by. */
  static final String POLICY = "homeostat.io/quality-policy";

  /** Secret of all scorers with their token of the archive. */
  static final String TOKEN_SECRET = NAME + "-archive";

  static final String COMPONENT = "scorer";
  static final String SELECTOR = Labels.MANAGED_SELECTOR + "," + Labels.COMPONENT + "=" + COMPONENT;

  private static final String APPLICATION = "homeostat";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final long USER = 65_532;
  private static final int METRICS_PORT = 9090;
  private static final String METRICS = "metrics";
  private static final String TOKEN = "token";
  private static final String ARCHIVE_FOLDER = "/etc/homeostat/archive";
  private static final int DIGITS = 10;
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("50m"), "memory", new Quantity("256Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("640Mi"));

  /** Less heap than other processes have: the embedding model lives outside it. */
  private static final String JAVA_OPTIONS =
      "-XX:+UseSerialGC -XX:MaxRAMPercentage=45 -Xss512k -XX:TieredStopAtLevel=1";

  /** Name of the Deployment that scores for a policy. */
  static String nameFor(QualityPolicy policy) {
    return isDedicated(policy) ? NAME + "-" + digest(policy) : NAME;
  }

  /** Whether a policy asks for pods of its own. */
  static boolean isDedicated(QualityPolicy policy) {
    QualityPolicySpec.ScorerPods pods = policy.getSpec().scorer();
    return pods != null && Boolean.TRUE.equals(pods.dedicated());
  }

  private static String digest(QualityPolicy policy) {
    return CanonicalJson.sha256(fullName(policy)).substring(0, DIGITS);
  }

  private static String fullName(QualityPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  Deployment desired() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(policy == null ? NAME : nameFor(policy))
        .withNamespace(settings.podNamespace())
        .withLabels(labels())
        .withOwnerReferences(owner())
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas())
        .withNewSelector()
        .withMatchLabels(selected())
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

  /**
   * Opens interactions and what was written to the scorers, who saw them once.
   *
   * @param token of the archive
   */
  Secret secret(String token) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(TOKEN_SECRET)
        .withNamespace(settings.podNamespace())
        .withLabels(
            Map.of(
                Labels.NAME, APPLICATION,
                Labels.COMPONENT, COMPONENT,
                Labels.MANAGED_BY, Labels.MANAGER))
        .withOwnerReferences(owner())
        .endMetadata()
        .withType("Opaque")
        .withStringData(Map.of(TOKEN, token))
        .build();
  }

  private OwnerReference owner() {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("ServiceAccount")
        .withName(account.getMetadata().getName())
        .withUid(account.getMetadata().getUid())
        .build();
  }

  private int replicas() {
    Integer declared = policy == null ? null : policy.getSpec().scorer().replicas();
    return declared == null ? 1 : declared;
  }

  private ResourceRequirements resources() {
    Resources declared = policy == null ? null : policy.getSpec().scorer().resources();
    Map<String, Quantity> requests = quantities(declared == null ? Map.of() : declared.requests());
    Map<String, Quantity> limits = quantities(declared == null ? Map.of() : declared.limits());
    return new ResourceRequirementsBuilder()
        .withRequests(requests.isEmpty() ? REQUESTS : requests)
        .withLimits(limits.isEmpty() ? LIMITS : limits)
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> declared) {
    Map<String, Quantity> quantities = new HashMap<>();
    declared.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
    return quantities;
  }

  private Map<String, String> selected() {
    Map<String, String> labels = new HashMap<>();
    labels.put(Labels.NAME, APPLICATION);
    labels.put(Labels.COMPONENT, COMPONENT);
    if (policy != null) {
      labels.put(POLICY, digest(policy));
    }
    return labels;
  }

  /** The chart's network policies select by instance, which the account carries. */
  private Map<String, String> labels() {
    Map<String, String> labels = selected();
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
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
        .addNewVolume()
        .withName("archive")
        .withNewSecret()
        .withSecretName(TOKEN_SECRET)
        .endSecret()
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
        .withResources(resources())
        .withSecurityContext(RestrictedContainer.securityContext())
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("archive")
        .withMountPath(ARCHIVE_FOLDER)
        .withReadOnly(true)
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
        new EnvVar("POLICY", policy == null ? "" : fullName(policy), null),
        new EnvVar("ARCHIVE_URL", settings.archiveUrl(), null),
        new EnvVar("ARCHIVE_TOKEN_FILE", ARCHIVE_FOLDER + "/" + TOKEN, null),
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
