package io.homeostat.scorer.policy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.common.KeyRef;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads Secrets from the API server, each at most once a minute. */
public final class KubernetesSecrets implements Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesSecrets.class);
  private static final long KEPT_MILLIS = 60_000;

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(Optional<String> value, long untilMillis) {}

  public KubernetesSecrets(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<String> read(String namespace, KeyRef key) {
    return kept.compute(
            namespace + "/" + key.name() + "/" + key.key(),
            (unused, known) ->
                known != null && clock.millis() < known.untilMillis()
                    ? known
                    : new Kept(fetch(namespace, key), clock.millis() + KEPT_MILLIS))
        .value();
  }

  private Optional<String> fetch(String namespace, KeyRef key) {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(key.name()).get();
      return Optional.ofNullable(secret)
          .map(Secret::getData)
          .map(data -> data.get(key.key()))
          .map(
              value ->
                  new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
    } catch (KubernetesClientException e) {
      LOG.warn("Secret {}/{} could not be read: {}", namespace, key.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
