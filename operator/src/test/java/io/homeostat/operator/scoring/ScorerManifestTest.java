package io.homeostat.operator.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.operator.OperatorSettings;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScorerManifestTest {
  private static final OperatorSettings SETTINGS =
      OperatorSettings.from(
          Map.ofEntries(
              Map.entry("KAFKA_BOOTSTRAP", "kafka:9092"),
              Map.entry("WATCH_NAMESPACES", "shop,desk"),
              Map.entry("ENGINE_KEY_FILE", "/key"),
              Map.entry("POD_NAME", "operator-0"),
              Map.entry("POD_NAMESPACE", "homeostat-system"),
              Map.entry("GATEWAY_SERVICE", "gateway"),
              Map.entry("GATEWAY_URL", "http://gateway"),
              Map.entry("ARCHIVE_URL", "http://archive"),
              Map.entry("VERDICTS_URL", "http://verdicts"),
              Map.entry("JOBS_IMAGE", "jobs:1"),
              Map.entry("ENGINE_IMAGE", "engine:1"),
              Map.entry("SCORER_IMAGE", "homeostat:1"),
              Map.entry("SCORER_SERVICE_ACCOUNT", "homeostat-scorer")));
  private static final ServiceAccount ACCOUNT =
      new ServiceAccountBuilder()
          .withNewMetadata()
          .withName("homeostat-scorer")
          .withUid("account-uid")
          .withLabels(Map.of("app.kubernetes.io/instance", "mine"))
          .endMetadata()
          .build();

  private final Deployment scorer = new ScorerManifest(SETTINGS, ACCOUNT, null).desired();

  @Test
  void itRunsTheScorerAsTheChartSays() {
    Container container = container();

    assertThat(container.getImage()).isEqualTo("homeostat:1");
    assertThat(container.getArgs()).containsExactly("scorer");
    assertThat(scorer.getSpec().getTemplate().getSpec().getServiceAccountName())
        .isEqualTo("homeostat-scorer");
    assertThat(
            container.getEnv().stream()
                .filter(e -> e.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue)))
        .containsEntry("KAFKA_BOOTSTRAP", "kafka:9092")
        .containsEntry("WATCH_NAMESPACES", "desk,shop")
        .containsEntry("POLICY", "")
        .containsEntry("ARCHIVE_URL", "http://archive")
        .containsEntry("ARCHIVE_TOKEN_FILE", "/etc/homeostat/archive/token")
        .containsEntry("METRICS_PORT", "9090");
    assertThat(container.getResources().getLimits().get("memory")).hasToString("640Mi");
  }

  @Test
  void itsTokenOfTheArchiveIsASecretThatGoesWithTheChart() {
    Secret secret = new ScorerManifest(SETTINGS, ACCOUNT, null).secret("token-of-scorers");

    assertThat(secret.getStringData()).containsExactly(Map.entry("token", "token-of-scorers"));
    assertThat(secret.getMetadata().getNamespace()).isEqualTo("homeostat-system");
    assertThat(secret.getMetadata().getOwnerReferences())
        .isEqualTo(scorer.getMetadata().getOwnerReferences());
    assertThat(scorer.getSpec().getTemplate().getSpec().getVolumes())
        .anySatisfy(
            volume ->
                assertThat(volume.getSecret())
                    .isNotNull()
                    .extracting(SecretVolumeSource::getSecretName)
                    .isEqualTo(secret.getMetadata().getName()));
    assertThat(container().getVolumeMounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getMountPath()).isEqualTo("/etc/homeostat/archive");
              assertThat(mount.getReadOnly()).isTrue();
            });
  }

  @Test
  void itIsSelectedByTheChartsPoliciesAndGoesWithTheChart() {
    assertThat(scorer.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "homeostat")
        .containsEntry("app.kubernetes.io/component", "scorer")
        .containsEntry("app.kubernetes.io/instance", "mine");
    assertThat(scorer.getMetadata().getNamespace()).isEqualTo("homeostat-system");
    assertThat(scorer.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("account-uid"));
  }

  @Test
  void aPolicyOfItsOwnHasAnotherNameSelectorAndSize() {
    QualityPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: homeostat.io/v1alpha1
            kind: QualityPolicy
            metadata: {name: quality, namespace: shop}
            spec:
              scorer: {dedicated: true, replicas: 3, resources: {limits: {memory: 2Gi}}}
            """,
            QualityPolicy.class);
    Deployment own = new ScorerManifest(SETTINGS, ACCOUNT, policy).desired();
    Container container = own.getSpec().getTemplate().getSpec().getContainers().getFirst();

    assertThat(own.getMetadata().getName()).matches("homeostat-scorer-[0-9a-f]{10}");
    assertThat(own.getMetadata().getNamespace()).isEqualTo("homeostat-system");
    assertThat(own.getSpec().getReplicas()).isEqualTo(3);
    assertThat(own.getSpec().getSelector().getMatchLabels())
        .containsKey(ScorerManifest.POLICY)
        .containsEntry("app.kubernetes.io/component", "scorer");
    assertThat(own.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(own.getSpec().getSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/instance", "mine");
    assertThat(container.getEnv()).contains(new EnvVar("POLICY", "shop/quality", null));
    assertThat(container.getResources().getLimits().get("memory")).hasToString("2Gi");
    assertThat(container.getResources().getRequests().get("cpu")).hasToString("50m");
  }

  @Test
  void itIsHardened() {
    assertThat(scorer.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsNonRoot())
        .isTrue();
    assertThat(
            scorer
                .getSpec()
                .getTemplate()
                .getSpec()
                .getSecurityContext()
                .getSeccompProfile()
                .getType())
        .isEqualTo("RuntimeDefault");
    assertThat(container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container().getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container().getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  private Container container() {
    return scorer.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }
}
