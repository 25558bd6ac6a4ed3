package io.homeostat.scorer.policy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.judge.Judge;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads a Judge's Secret and ConfigMap from its namespace. */
public final class KubernetesJudgeSources implements JudgeSources {
  private final KubernetesClient client;

  public KubernetesJudgeSources(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Found read(Judge judge) throws MissingReferenceException {
    String namespace = judge.getMetadata().getNamespace();
    KeyRef credentials = judge.getSpec().credentialsSecretRef();
    String apiKey = credentials == null ? null : secret(namespace, credentials);
    return new Found(
        apiKey, configMap(namespace, judge.getSpec().calibration().itemsConfigMapRef()));
  }

  private String secret(String namespace, KeyRef ref) throws MissingReferenceException {
    Secret secret = client.secrets().inNamespace(namespace).withName(ref.name()).get();
    if (secret == null || secret.getData() == null || !secret.getData().containsKey(ref.key())) {
      throw missing("Secret", ref);
    }
    return new String(
            Base64.getDecoder().decode(secret.getData().get(ref.key())), StandardCharsets.UTF_8)
        .strip();
  }

  private String configMap(String namespace, KeyRef ref) throws MissingReferenceException {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(ref.name()).get();
    if (map == null || map.getData() == null || !map.getData().containsKey(ref.key())) {
      throw missing("ConfigMap", ref);
    }
    return map.getData().get(ref.key());
  }

  private static MissingReferenceException missing(String kind, KeyRef ref) {
    return new MissingReferenceException(
        "%s %s has no key %s".formatted(kind, ref.name(), ref.key()));
  }
}
