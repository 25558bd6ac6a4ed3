package io.homeostat.monitor.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Api;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.dataplane.KubernetesClients;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DefinitionsWatchApiIT {
  private static final String SERVICE = "support/desk";
  private static final List<String> KINDS =
      List.of("qualitypolicies", "driftmonitors", "canaryreleases", "releases", "trafficplans");

  private static KubeAPIServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "this test needs a real kube-apiserver, and KUBE_API_TEST_DIR is not set: run `make test`, or first"
              + " `eval \"$(e2e/cluster/kube-api-test)\"`");
    }
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withOfflineMode(true)
                .build());
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    for (String kind : KINDS) {
      try (InputStream yaml =
          DefinitionsWatchApiIT.class.getResourceAsStream(
              "/META-INF/fabric8/%s.%s-v1.yml".formatted(kind, Api.GROUP))) {
        CustomResourceDefinition definition =
            client.apiextensions().v1().customResourceDefinitions().load(yaml).create();
        client
            .resource(definition)
            .waitUntilCondition(DefinitionsWatchApiIT::established, 30, TimeUnit.SECONDS);
      }
    }
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("support").endMetadata().build())
        .create();
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.stop();
  }

  private static TrafficPlan plan(long revision, int candidate) {
    TrafficPlan plan = DefinitionsReaderTest.named(new TrafficPlan(), "desk");
    plan.setSpec(
        new TrafficPlanSpec(
            new Ref("desk"),
            revision,
            "desk-old",
            "salt",
            List.of(
                new TrafficPlanSpec.Route(
                    "desk-old", "Stable", 1000 - candidate, "base", DefinitionsReaderTest.tuple()),
                new TrafficPlanSpec.Route(
                    "desk-new", "Candidate", candidate, "new", DefinitionsReaderTest.tuple())),
            List.of(),
            null));
    return plan;
  }

  private static <T extends HasMetadata> Resource<T> object(T object) {
    object.getMetadata().setUid(null);
    object.getMetadata().setCreationTimestamp(null);
    return client.resource(object);
  }

  private static ServiceDefinition service(DefinitionsWatch watch) {
    return watch.get().service(SERVICE).orElseThrow();
  }

  @Test
  void followsWhatIsDeclaredAndRemembersEarlierSplits() {
    object(DefinitionsReaderTest.policy("policy")).create();
    object(plan(1, 50)).create();
    try (DefinitionsWatch watch =
        DefinitionsWatch.start(new KubernetesClients(client, List.of()))) {
      await().untilAsserted(() -> assertThat(watch.synced()).isTrue());
      await().untilAsserted(() -> assertThat(service(watch).weights().at(1)).isPresent());
      DriftMonitor monitor =
          object(DefinitionsReaderTest.monitor(DefinitionsReaderTest.spec("0.1", "1"))).create();
      await().untilAsserted(() -> assertThat(service(watch).monitors()).hasSize(1));
      assertThat(service(watch).monitors().getFirst().uid())
          .isEqualTo(monitor.getMetadata().getUid());
      object(plan(2, 500)).update();
      await().untilAsserted(() -> assertThat(service(watch).weights().at(2)).isPresent());
      assertThat(service(watch).weights().at(1).orElseThrow().getLast().weightPermille())
          .isEqualTo(50);
      object(DefinitionsReaderTest.release()).create();
      CanaryRelease canary =
          DefinitionsReaderTest.canary(
              "Progressing", 0, new CanaryPlan(null, null, null, null, null, null, null, null));
      CanaryRelease created = object(canary).create();
      created.setStatus(canary.getStatus());
      client.resource(created).updateStatus();
      await().untilAsserted(() -> assertThat(service(watch).canaries()).hasSize(1));
      object(plan(2, 500)).delete();
      await().untilAsserted(() -> assertThat(service(watch).weights().at(2)).isEmpty());
      object(DefinitionsReaderTest.policy("policy")).delete();
      await().untilAsserted(() -> assertThat(watch.get().service(SERVICE)).isEmpty());
    }
  }
}
