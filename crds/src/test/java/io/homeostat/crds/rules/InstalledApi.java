package io.homeostat.crds.rules;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.crds.generate.ApiDefinitions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server on which the committed definitions are installed. */
final class InstalledApi {
  private InstalledApi() {}

  /** Installs the definitions and returns a client once all of them are served. */
  static KubernetesClient on(String kubeConfig) {
    KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeConfig)).build();
    List<CustomResourceDefinition> definitions = ApiDefinitions.all();
    definitions.forEach(definition -> client.resource(definition).create());
    definitions.forEach(
        definition ->
            client
                .resource(definition)
                .waitUntilCondition(InstalledApi::isEstablished, 30, TimeUnit.SECONDS));
    return client;
  }

  /** The same, with a namespace. */
  static KubernetesClient on(String kubeConfig, String namespace) {
    KubernetesClient client = on(kubeConfig);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return client;
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
