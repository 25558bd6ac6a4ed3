package io.homeostat.operator.canary;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.operator.canary.decide.Reading;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The latest readings of each running canary, asked for anew when they are ten seconds old. */
final class PrometheusReadings {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PACE = Duration.ofSeconds(10);

  private final PrometheusClient client;
  private final Clock clock;
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  PrometheusReadings(HttpClient http, Clock clock) {
    this.client = new PrometheusClient(http, TIMEOUT);
    this.clock = clock;
  }

  private record Taken(Instant at, List<Reading> readings) {}

  /**
   * The readings for a canary; none when its plan asks no Prometheus or it has not begun.
   *
   * @param stable release that it is compared with; null before the start
   */
  List<Reading> of(CanaryRelease canary, String stable) {
    List<Analysis> asked =
        canary.getSpec().plan() == null
            ? List.of()
            : canary.getSpec().plan().analysis().stream()
                .filter(analysis -> "Prometheus".equals(analysis.metric()))
                .toList();
    if (asked.isEmpty() || stable == null) {
      return List.of();
    }
    Instant now = clock.instant();
    Map<String, String> names =
        Map.of(
            "candidate", canary.getSpec().candidateRef().name(),
            "stable", stable,
            "service", canary.getSpec().modelServiceRef().name(),
            "namespace", canary.getMetadata().getNamespace());
    return taken
        .compute(
            canary.getMetadata().getUid(),
            (uid, last) ->
                last != null && last.at().plus(PACE).isAfter(now)
                    ? last
                    : new Taken(now, client.ask(asked, names)))
        .readings();
  }

  void forget(CanaryRelease canary) {
    taken.remove(canary.getMetadata().getUid());
  }
}
