package io.homeostat.operator.modelservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.homeostat.operator.frame.Frame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every ready gateway pod which plan revision it serves. One round of questions answers for
 * all services; asking also tells the gateways that somebody still steers.
 */
final class Gateways {
  private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);
  private static final String PORT_NAME = "internal";
  private static final int DEFAULT_PORT = 8081;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SAME_ROUND = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Frame frame;
  private Instant round = Instant.MIN;
  private List<Answer> answers = List.of();

  Gateways(Frame frame) {
    this.frame = frame;
  }

  /** What one pod serves; plans is null when it did not answer. */
  private record Answer(String pod, JsonNode plans) {}

  /**
   * How far a plan is applied.
   *
   * @param gateways ready gateway pods
   * @param applied those that serve the revision
   * @param behind the other pods
   * @param open requests that they have open, by release; null when one did not tell
   */
  record Applied(int gateways, int applied, List<String> behind, Map<String, Long> open) {
    boolean everywhere() {
      return applied == gateways;
    }
  }

  /**
   * Which gateways serve a revision.
   *
   * @param slices EndpointSlices of the gateway's internal Service
   * @param service {@code namespace/name}
   */
  Applied applied(Collection<EndpointSlice> slices, String service, long revision) {
    List<String> behind = new ArrayList<>();
    List<Answer> told = ask(slices);
    Map<String, Long> open = new TreeMap<>();
    for (Answer answer : told) {
      boolean serves =
          answer.plans() != null
              && answer.plans().path(service).path("revision").asLong(-1) == revision;
      if (!serves) {
        behind.add(answer.pod());
      }
      if (answer.plans() != null) {
        answer
            .plans()
            .path(service)
            .path("open")
            .properties()
            .forEach(entry -> open.merge(entry.getKey(), entry.getValue().asLong(), Long::sum));
      }
    }
    boolean all = told.stream().allMatch(answer -> answer.plans() != null);
    return new Applied(told.size(), told.size() - behind.size(), behind, all ? open : null);
  }

  private synchronized List<Answer> ask(Collection<EndpointSlice> slices) {
    Instant now = frame.clock().instant();
    if (round.plus(SAME_ROUND).isBefore(now)) {
      answers = askAll(slices);
      round = frame.clock().instant();
    }
    return answers;
  }

  private List<Answer> askAll(Collection<EndpointSlice> slices) {
    List<Future<Answer>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (EndpointSlice slice : slices) {
        int port = port(slice);
        for (Endpoint endpoint : slice.getEndpoints()) {
          if (ready(endpoint)) {
            asked.add(threads.submit(() -> ask(endpoint, port)));
          }
        }
      }
    }
    return asked.stream().map(Future::resultNow).toList();
  }

  private Answer ask(Endpoint endpoint, int port) {
    String address = endpoint.getAddresses().getFirst();
    String pod = endpoint.getTargetRef() == null ? address : endpoint.getTargetRef().getName();
    String host = address.contains(":") ? "[" + address + "]" : address;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/plans".formatted(host, port)))
            .timeout(PATIENCE)
            .build();
    try {
      return new Answer(
          pod, JSON.readTree(frame.http().send(request, BodyHandlers.ofByteArray()).body()));
    } catch (IOException e) {
      LOG.debug("gateway {} did not tell its plans: {}", pod, e.toString());
      return new Answer(pod, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(pod, null);
    }
  }

  private static boolean ready(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private static int port(EndpointSlice slice) {
    return slice.getPorts().stream()
        .filter(port -> PORT_NAME.equals(port.getName()) && port.getPort() != null)
        .findFirst()
        .map(port -> port.getPort())
        .orElse(DEFAULT_PORT);
  }
}
