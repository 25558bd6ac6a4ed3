package io.homeostat.operator.api;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.crds.common.Api;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One real kube-apiserver with Homeostat's definitions, started by the first test that needs it.
 */
public final class ApiServer {
  private static final List<String> PLURALS =
      List.of(
          "modelservices",
          "releases",
          "trafficplans",
          "qualitypolicies",
          "judges",
          "driftmonitors",
          "healingpolicies",
          "healingruns",
          "datasets",
          "finetunejobs",
          "adaptermerges",
          "evaluations",
          "canaryreleases",
          "interventions");

  private static KubernetesClient client;

  private ApiServer() {}

  /** A client with all rights. */
  public static synchronized KubernetesClient client() {
    if (client == null) {
      client = start();
    }
    return client;
  }

  private static KubernetesClient start() {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "this test needs a real kube-apiserver, and KUBE_API_TEST_DIR is not set: run `make"
              + " test`, or first `eval \"$(e2e/cluster/kube-api-test)\"`");
    }
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withOfflineMode(true)
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    KubernetesClient started =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    List<CustomResourceDefinition> definitions = new ArrayList<>();
    PLURALS.forEach(
        plural -> definitions.add(started.resource(definition(started, plural)).create()));
    definitions.forEach(
        definition ->
            started
                .resource(definition)
                .waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS));
    return started;
  }

  private static CustomResourceDefinition definition(KubernetesClient client, String plural) {
    String file = "/META-INF/fabric8/%s.%s-v1.yml".formatted(plural, Api.GROUP);
    try (InputStream yaml = ApiServer.class.getResourceAsStream(file)) {
      return client.apiextensions().v1().customResourceDefinitions().load(yaml).item();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
