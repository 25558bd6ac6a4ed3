package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Prompt;

/**
 * Finds the system prompt that a spec asks for. ConfigMaps are read one by one: a cache of all
 * ConfigMaps of a cluster would be the operator's largest.
 */
final class PromptSource {
  private final KubernetesClient client;

  PromptSource(KubernetesClient client) {
    this.client = client;
  }

  Prompt of(ModelService service) {
    var prompt = service.getSpec().prompt();
    if (prompt == null) {
      return Prompt.found("");
    }
    return prompt.configMapRef() == null
        ? Prompt.found(prompt.inline() == null ? "" : prompt.inline())
        : fromConfigMap(service.getMetadata().getNamespace(), prompt.configMapRef());
  }

  private Prompt fromConfigMap(String namespace, KeyRef ref) {
    ConfigMap found = client.configMaps().inNamespace(namespace).withName(ref.name()).get();
    if (found == null) {
      return Prompt.missing(
          "spec.prompt.configMapRef names ConfigMap '%s', which is not in this namespace: create it or name another"
              .formatted(ref.name()));
    }
    String text = found.getData() == null ? null : found.getData().get(ref.key());
    return text == null
        ? Prompt.missing(
            "spec.prompt.configMapRef asks for key '%s', which ConfigMap '%s' does not have: add it or name another"
                .formatted(ref.key(), ref.name()))
        : Prompt.found(text);
  }
}
