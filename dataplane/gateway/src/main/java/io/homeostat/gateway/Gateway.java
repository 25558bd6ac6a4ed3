package io.homeostat.gateway;

import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.dataplane.Probes;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.capture.Capture;
import io.homeostat.gateway.capture.CaptureQueue;
import io.homeostat.gateway.capture.KafkaSink;
import io.homeostat.gateway.cluster.ApiKeyDirectory;
import io.homeostat.gateway.cluster.ClusterView;
import io.homeostat.gateway.cluster.EngineKeyReader;
import io.homeostat.gateway.cluster.PlanCache;
import io.homeostat.gateway.http.Deadlines;
import io.homeostat.gateway.http.GatewayServers;
import io.homeostat.gateway.http.Serving;
import io.homeostat.gateway.routing.Admission;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.tracing.Tracing;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running gateway: its servers, its view of the cluster and its capture, from start to drained
 * end.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int CAPTURE_EVENTS = 10_000;
  private static final int INGESTED_EVENTS = 5_000;
  private static final long API_KEY_SECONDS = 10;
  private static final long ENGINE_KEY_SECONDS = 60;
  private static final long NOTICE_MILLIS = 3_000;

  private final Serving serving;
  private final Tracing tracing;
  private final CaptureQueue capture;
  private final CaptureQueue ingested;
  private final ClusterView cluster;
  private final GatewayServers servers;
  private final Probes probes;
  private final KubernetesClients kubernetes;
  private final EngineKeyReader engineKeys;
  private final ScheduledExecutorService keyReader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("api-keys").daemon().factory());

  private Gateway(GatewaySettings settings, KubernetesClients kubernetes, Tracing tracing) {
    this.tracing = tracing;
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    KafkaClients kafka = new KafkaClients(settings.kafkaBootstrap(), "gateway");
    long heap = Runtime.getRuntime().maxMemory();
    this.kubernetes = kubernetes;
    this.engineKeys = new EngineKeyReader(kubernetes.client());
    this.capture =
        CaptureQueue.start(CAPTURE_EVENTS, heap / 8, () -> KafkaSink.connect(kafka), metrics);
    this.ingested =
        CaptureQueue.start(INGESTED_EVENTS, heap / 16, () -> KafkaSink.connect(kafka), metrics);
    this.serving = serving(settings, metrics, heap);
    ApiKeyDirectory keys =
        new ApiKeyDirectory(settings.apiKeysDirectory(), settings.allowAnonymous());
    readKeys(keys);
    keyReader.scheduleWithFixedDelay(
        () -> readKeys(keys), API_KEY_SECONDS, API_KEY_SECONDS, TimeUnit.SECONDS);
    this.cluster =
        ClusterView.follow(kubernetes, new PlanCache(settings.planCacheDirectory()), this::publish);
    keyReader.scheduleWithFixedDelay(
        this::readEngineKeys, ENGINE_KEY_SECONDS, ENGINE_KEY_SECONDS, TimeUnit.SECONDS);
    this.servers =
        GatewayServers.start(
            serving,
            settings.httpPort(),
            settings.internalPort(),
            settings.ingestPort(),
            new Capture(ingested));
    this.probes =
        Probes.start(
            settings.metricsPort(),
            registry,
            servers::isAlive,
            () -> cluster.hasPlans() && !serving.isDraining());
    LOG.info(
        "serving clients on port {}, the operator on port {} and records of elsewhere on port {}",
        servers.httpPort(),
        servers.internalPort(),
        servers.ingestPort());
  }

  private Serving serving(GatewaySettings settings, GatewayMetrics metrics, long heap) {
    DerivedKeys derivedKeys = new DerivedKeys(settings.masterKey());
    WarmUp.run(derivedKeys);
    return new Serving(
        derivedKeys,
        metrics,
        capture,
        new Admission(settings.maxOpenRequests(), heap / 4),
        Deadlines.DEFAULT,
        Clocks.system(),
        new Admission(settings.maxShadowRequests(), heap / 16),
        tracing);
  }

  /** Starts a gateway; it is ready when it knows what to serve. */
  public static Gateway start(
      GatewaySettings settings, KubernetesClients kubernetes, Tracing tracing) {
    return new Gateway(settings, kubernetes, tracing);
  }

  private void publish(ModelTable table) {
    boolean keysMissing =
        table.models().stream()
            .flatMap(model -> model.pods().stream())
            .anyMatch(serving.engineKeys()::missing);
    serving.publish(table);
    if (keysMissing) {
      keyReader.execute(this::readEngineKeys);
    }
  }

  private void readEngineKeys() {
    try {
      serving.engineKeys().accept(engineKeys.read(serving.table()));
    } catch (RuntimeException e) {
      LOG.warn("keys of engines cannot be read, those known before stay: {}", e.toString());
    }
  }

  private void readKeys(ApiKeyDirectory keys) {
    try {
      serving.accept(keys.read());
    } catch (IOException e) {
      LOG.warn(
          "the API keys in {} cannot be read, those known before stay: {}",
          keys.directory(),
          e.toString());
    }
  }

  /** Port for clients. */
  public int httpPort() {
    return servers.httpPort();
  }

  /** Port for probes and metrics. */
  public int metricsPort() {
    return probes.port();
  }

  /**
   * Ends without losing a request: says that it is not ready, serves on for 3 s until nobody sends
   * new requests, lets open ones end for up to 30 s, and sends what was captured.
   */
  @Override
  public void close() {
    LOG.info("draining");
    serving.drain();
    try {
      Thread.sleep(NOTICE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    servers.close();
    keyReader.shutdownNow();
    cluster.close();
    capture.close();
    ingested.close();
    tracing.close();
    kubernetes.close();
    probes.close();
    LOG.info("drained");
  }
}
