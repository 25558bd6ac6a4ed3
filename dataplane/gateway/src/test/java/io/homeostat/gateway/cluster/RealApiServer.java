package io.homeostat.gateway.cluster;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** A kube-apiserver of a test's own, with some of the definitions. */
final class RealApiServer implements AutoCloseable {
  private final KubeAPIServer server;
  private final KubernetesClient client;

  /** Starts it and waits until these kinds are served. */
  RealApiServer(String... plurals) throws IOException {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "this test needs a real kube-apiserver, and KUBE_API_TEST_DIR is not set: run `make"
              + " test`, or first `eval \"$(e2e/cluster/kube-api-test)\"`");
    }
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                .withOfflineMode(true)
                .build());
    server.start();
    client = connect();
    for (String plural : plurals) {
      define(plural);
    }
  }

  /** A client with all rights, closed with the server. */
  KubernetesClient client() {
    return client;
  }

  /** Another client with all rights. */
  KubernetesClient connect() {
    return as(null);
  }

  /** A client with the rights of a user. */
  KubernetesClient as(String user) {
    Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
    config.setImpersonateUsername(user);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }

  private void define(String plural) throws IOException {
    try (InputStream yaml =
        RealApiServer.class.getResourceAsStream(
            "/META-INF/fabric8/%s.homeostat.io-v1.yml".formatted(plural))) {
      var definition = client.apiextensions().v1().customResourceDefinitions().load(yaml).create();
      client
          .resource(definition)
          .waitUntilCondition(RealApiServer::established, 30, TimeUnit.SECONDS);
    }
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
