package io.homeostat.scorer.policy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.common.KeyRef;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads golden answers from ConfigMaps, each at most once a minute. One that cannot be read is
 * empty: its interactions have no reference, and their scores say so.
 */
public final class KubernetesGoldenAnswers implements GoldenAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesGoldenAnswers.class);
  private static final long KEPT_MILLIS = 60_000;

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(GoldenBook book, long untilMillis) {}

  public KubernetesGoldenAnswers(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<String> answer(String namespace, KeyRef configMap, String question) {
    return kept.compute(
            namespace + "/" + configMap.name() + "/" + configMap.key(),
            (unused, known) ->
                known != null && clock.millis() < known.untilMillis()
                    ? known
                    : new Kept(read(namespace, configMap), clock.millis() + KEPT_MILLIS))
        .book()
        .answer(question);
  }

  private GoldenBook read(String namespace, KeyRef ref) {
    try {
      ConfigMap map = client.configMaps().inNamespace(namespace).withName(ref.name()).get();
      if (map == null || map.getData() == null || !map.getData().containsKey(ref.key())) {
        LOG.warn("golden answers: ConfigMap {}/{} has no key {}", namespace, ref.name(), ref.key());
        return GoldenBook.EMPTY;
      }
      return GoldenBook.parse(map.getData().get(ref.key()));
    } catch (KubernetesClientException | IllegalArgumentException e) {
      LOG.warn(
          "golden answers of ConfigMap {}/{} are not used: {}",
          namespace,
          ref.name(),
          e.getMessage());
      return GoldenBook.EMPTY;
    }
  }
}
