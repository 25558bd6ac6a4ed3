package io.homeostat.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.events.Topics;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.Clocks;
import io.homeostat.gateway.GatewayMetrics;
import io.homeostat.gateway.access.ApiKeys;
import io.homeostat.gateway.capture.Capture;
import io.homeostat.gateway.capture.CaptureQueue;
import io.homeostat.gateway.capture.EventSink;
import io.homeostat.gateway.http.Deadlines;
import io.homeostat.gateway.http.GatewayServers;
import io.homeostat.gateway.http.Serving;
import io.homeostat.gateway.routing.Admission;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.ServedModel;
import io.homeostat.gateway.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A gateway on free ports that serves the model {@code support} from the engines of a test, with
 * clocks that can be moved on.
 */
public final class RunningGateway implements AutoCloseable {
  static {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  public static final DerivedKeys KEYS = new DerivedKeys("0123456789abcdef0123456789abcdef");
  public static final String UID = "uid-of-support";
  public static final String DESK = "desk-key";
  public static final Deadlines PATIENT =
      new Deadlines(60_000, 60_000, 60_000, 60_000, 600_000, 60_000, 600_000);

  /** Shadows at one time. */
  public static final int SHADOWS = 2;

  /** For tests in which something really does not come. */
  public static final Deadlines SHORT =
      new Deadlines(4_000, 4_000, 4_000, 4_000, 600_000, 4_000, 600_000);

  private final List<Object> captured = new CopyOnWriteArrayList<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong skippedMillis = new AtomicLong();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final CaptureQueue capture;
  private final CaptureQueue ingested;
  private final Serving serving;
  private final GatewayServers servers;

  public RunningGateway(Deadlines deadlines) {
    this(deadlines, null);
  }

  /** {@code connector} null keeps what is captured in memory. */
  public RunningGateway(Deadlines deadlines, Callable<? extends EventSink> connector) {
    GatewayMetrics metrics = new GatewayMetrics(registry);
    capture =
        CaptureQueue.start(
            100, 1_000_000, connector == null ? MemorySink::new : connector, metrics);
    ingested = CaptureQueue.start(100, 1_000_000, MemorySink::new, metrics);
    Clocks clocks =
        new Clocks(
            InstantSource.system(), () -> System.nanoTime() / 1_000_000 + skippedMillis.get());
    serving =
        new Serving(
            KEYS,
            metrics,
            capture,
            new Admission(200, 64 * 1024 * 1024),
            deadlines,
            clocks,
            new Admission(SHADOWS, 1024 * 1024),
            Tracing.into(
                OpenTelemetrySdk.builder()
                    .setTracerProvider(
                        SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .setPropagators(
                        ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build()));
    serving.accept(new ApiKeys(Map.of("desk-1", DESK), false));
    servers = GatewayServers.start(serving, 0, 0, 0, new Capture(ingested));
  }

  public CaptureQueue captureQueue() {
    return capture;
  }

  /** What was traced so far. */
  public List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  public Serving serving() {
    return serving;
  }

  public void skip(Duration time) {
    skippedMillis.addAndGet(time.toMillis());
  }

  /**
   * Serves stable from {@code base}, a candidate from {@code repair} and during a bake an old
   * stable from {@code old}.
   */
  public void serve(
      long revision, int candidatePermille, int holdbackPermille, EngineStandIn... engines) {
    List<Arm> arms = new ArrayList<>();
    arms.add(
        new Arm(
            "support-stable",
            Role.STABLE,
            1000 - candidatePermille - holdbackPermille,
            "base",
            "Be kind.",
            Sampling.AS_REQUESTED));
    arms.add(
        new Arm(
            "support-candidate",
            Role.CANDIDATE,
            candidatePermille,
            "repair",
            "Be brief.",
            Sampling.AS_REQUESTED));
    if (holdbackPermille > 0) {
      arms.add(
          new Arm(
              "support-old", Role.HOLDBACK, holdbackPermille, "old", "", Sampling.AS_REQUESTED));
    }
    publish(new Plan(revision, "salt", arms), true, engines);
  }

  public void publish(Plan plan, boolean keepsContent, EngineStandIn... engines) {
    publish(plan, keepsContent ? Content.FULL : Content.NONE, engines);
  }

  public void publish(Plan plan, Content content, EngineStandIn... engines) {
    publishEngines(
        plan, content, java.util.Arrays.stream(engines).map(EngineStandIn::pod).toList());
  }

  public void publishEngines(Plan plan, Content content, List<EnginePod> pods) {
    serving.publish(
        new ModelTable(
            List.of(
                new ServedModel(
                    "ns",
                    "support",
                    UID,
                    "support",
                    1_000,
                    content,
                    List.of("Scoring", "Training"),
                    plan,
                    pods))));
  }

  public int port() {
    return servers.httpPort();
  }

  public int ingestPort() {
    return servers.ingestPort();
  }

  public HttpClient client() {
    return client;
  }

  public HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(120))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + DESK)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> chat(String session, boolean stream) {
    String body =
        "{\"model\":\"support\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
            .formatted(stream);
    return send(request("/v1/chat/completions", body).header("x-homeostat-session", session));
  }

  /**
   * A session that a candidate with at least one permille would not get, and vice versa: at places
   * near {@code place}.
   */
  public static String sessionAt(int from, int to) {
    for (int i = 0; ; i++) {
      String digest =
          io.homeostat.gateway.routing.SessionDigest.of(
              "ns/support", "desk-1", "s" + i, null, null, "");
      int place = io.homeostat.gateway.routing.Split.place(digest, "salt");
      if (place >= from && place < to) {
        return "s" + i;
      }
    }
  }

  public String plans() {
    return send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + servers.internalPort() + "/plans")))
        .body();
  }

  public <T> List<T> captured(Class<T> type) {
    return captured.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public List<Interaction> interactions() {
    return captured(Interaction.class);
  }

  public String scrape() {
    return registry.scrape();
  }

  /** A client has its answer a moment before the gateway counts it. */
  public void awaitScraped(String... parts) {
    await().untilAsserted(() -> assertThat(scrape()).contains(parts));
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    servers.close();
    capture.close();
    ingested.close();
    client.close();
  }

  private final class MemorySink implements EventSink {
    @Override
    public CompletableFuture<Void> send(String topic, String key, Object event) {
      if (!key.startsWith("ns/support|")
          || !List.of(Topics.INTERACTIONS, Topics.FEEDBACK).contains(topic)) {
        throw new IllegalArgumentException(topic + " " + key);
      }
      captured.add(event);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }
}
