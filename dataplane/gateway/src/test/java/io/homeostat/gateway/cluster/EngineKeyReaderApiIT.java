package io.homeostat.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.SecretKey;
import io.homeostat.gateway.routing.ServedModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of engines that somebody else runs, with the rights that the chart gives. */
class EngineKeyReaderApiIT {
  private static RealApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws Exception {
    server = new RealApiServer();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theKeyOfAForeignEngineIsReadAndFollowedWhereTheChartAllowsItByName() {
    SecretKey allowed = new SecretKey("default", "homeostat-engine-credentials", "api-key");
    client.resource(secret(allowed.name(), "first\n")).create();
    client.resource(secret("private", "hidden")).create();
    allow("gateway", allowed.name());
    ModelTable table =
        tableOf(
            allowed,
            new SecretKey("default", allowed.name(), "no-such-key"),
            new SecretKey("default", "private", "api-key"));

    try (KubernetesClient gateway = server.as("gateway")) {
      EngineKeyReader reader = new EngineKeyReader(gateway);
      await() // until the API server knows the rights
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(reader.read(table)).containsExactly(Map.entry(allowed, "first")));

      client.resource(secret(allowed.name(), "second")).update();
      assertThat(reader.read(table)).containsExactly(Map.entry(allowed, "second"));

      client.secrets().inNamespace("default").withName(allowed.name()).delete();
      assertThat(reader.read(table)).isEmpty();
    }
  }

  private static Secret secret(String name, String value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .endMetadata()
        .addToStringData("api-key", value)
        .build();
  }

  /** What the chart grants by name. */
  private static void allow(String user, String secret) {
    String rights =
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: engine-keys, namespace: default}
          rules: [{apiGroups: [""], resources: [secrets], resourceNames: [%s], verbs: [get]}]
        - apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: engine-keys, namespace: default}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: engine-keys}
          subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
        """
            .formatted(secret, user);
    client.resourceList(Serialization.<KubernetesList>unmarshal(rights)).create();
  }

  private static ModelTable tableOf(SecretKey... keys) {
    List<EnginePod> pods =
        Stream.of(keys).map(key -> new EnginePod("engine", 443).withSecret(key)).toList();
    return new ModelTable(
        List.of(
            new ServedModel(
                "default", "support", "uid", "support", 1, Content.FULL, List.of(), null, pods)));
  }
}
