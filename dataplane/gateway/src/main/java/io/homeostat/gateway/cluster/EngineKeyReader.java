package io.homeostat.gateway.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.SecretKey;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the keys of engines that somebody else runs, Secret by Secret, as the chart allows by name.
 * Keys stay in memory; while the API server is away, those known before stay. For one thread.
 */
public final class EngineKeyReader {
  private static final Logger LOG = LoggerFactory.getLogger(EngineKeyReader.class);

  private final KubernetesClient client;
  private Map<SecretKey, String> known = Map.of();

  /** Reads nothing yet. */
  public EngineKeyReader(KubernetesClient client) {
    this.client = client;
  }

  /** The keys that a table's engines need, read anew. */
  public Map<SecretKey, String> read(ModelTable table) {
    Set<SecretKey> needed =
        table.models().stream()
            .flatMap(model -> model.pods().stream())
            .map(EnginePod::secret)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<SecretKey, String> next = new HashMap<>();
    needed.forEach(secret -> value(secret).ifPresent(value -> next.put(secret, value)));
    known = next;
    return next;
  }

  private Optional<String> value(SecretKey wanted) {
    try {
      Secret secret =
          client.secrets().inNamespace(wanted.namespace()).withName(wanted.name()).get();
      Optional<String> value =
          Optional.ofNullable(secret)
              .map(Secret::getData)
              .map(data -> data.get(wanted.key()))
              .map(EngineKeyReader::decoded)
              .filter(text -> !text.isEmpty());
      if (value.isEmpty()) {
        tell(wanted, "there is no such key");
      }
      return value;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        tell(
            wanted,
            "the gateway may not read this Secret: name it in the chart's engineCredentialSecrets");
        return Optional.empty();
      }
      LOG.debug("the key of {} cannot be read now, the one before stays", wanted);
      return Optional.ofNullable(known.get(wanted));
    }
  }

  private void tell(SecretKey wanted, String why) {
    LOG.warn(
        "an engine cannot be called without key {} of Secret {}/{}: {}",
        wanted.key(),
        wanted.namespace(),
        wanted.name(),
        why);
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip();
  }
}
