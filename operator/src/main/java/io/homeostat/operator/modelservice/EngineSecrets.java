package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.common.KeyRef;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads the keys of engines that somebody else runs. The operator may read Secrets of a few names
 * only, which the chart lists; whoever gives a Secret such a name allows it.
 */
public final class EngineSecrets {
  private final KubernetesClient client;

  /** Reads through a client. */
  public EngineSecrets(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What was found.
   *
   * @param value null when there is none
   * @param problem why there is none, and what to do; null when there is one
   */
  public record Found(String value, String problem) {
    /** The value, or an empty text, which no engine takes for a key. */
    public String orEmpty() {
      return value == null ? "" : value;
    }
  }

  /**
   * Reads one key.
   *
   * @param path field of the spec that names it
   */
  public Found read(String namespace, KeyRef ref, String path) {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(ref.name()).get();
      return Optional.ofNullable(secret)
          .map(Secret::getData)
          .map(data -> data.get(ref.key()))
          .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .map(value -> new Found(value, null))
          .orElseGet(
              () ->
                  new Found(
                      null,
                      "%s names key '%s' of Secret '%s', which is not there: create it"
                          .formatted(path, ref.key(), ref.name())));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return new Found(
          null,
          "%s names Secret '%s', which the operator may not read: use the name homeostat-engine-credentials, or add this one to the chart's engineCredentialSecrets"
              .formatted(path, ref.name()));
    }
  }
}
