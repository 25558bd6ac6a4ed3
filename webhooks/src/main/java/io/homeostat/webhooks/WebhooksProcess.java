package io.homeostat.webhooks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.homeostat.webhooks.admission.AdmissionServer;
import io.homeostat.webhooks.admission.RequesterAdmission;
import io.homeostat.webhooks.certificate.CertificateIssuer;
import io.homeostat.webhooks.certificate.CertificateKeeper;
import io.homeostat.webhooks.certificate.CertificateSecret;
import io.homeostat.webhooks.certificate.IdentitySource;
import io.homeostat.webhooks.certificate.MountedCertificate;
import io.homeostat.webhooks.certificate.TlsIdentity;
import io.homeostat.webhooks.certificate.TrustedAuthorities;
import io.homeostat.webhooks.warning.ClusterObjects;
import io.homeostat.webhooks.warning.WarningAdmission;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running process: an admission server whose certificate is looked after whenever something
 * changes, and by the clock.
 */
final class WebhooksProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhooksProcess.class);

  /** Renewals are due weeks ahead; this is also how soon a failed round is tried again. */
  private static final long SECONDS_BETWEEN_ROUNDS = 15;

  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificates").factory());
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final IdentitySource identities;
  private final ClusterObjects objects;
  private final AdmissionServer server;
  private final Probes probes;
  private volatile TlsIdentity serving;
  private volatile boolean closing;

  WebhooksProcess(WebhooksSettings settings, KubernetesClient client, Clock clock)
      throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<Resource<? extends HasMetadata>> watched = new ArrayList<>();
    identities =
        settings
            .certificates()
            .<IdentitySource>map(MountedCertificate::new)
            .orElseGet(() -> keeper(settings, client, clock, watched));
    objects = new ClusterObjects(client, settings.watchNamespaces());
    server =
        new AdmissionServer(
            vertx,
            settings.httpsPort(),
            registry,
            new RequesterAdmission(),
            new WarningAdmission(objects));
    Gauge.builder(
            "homeostat.webhooks.certificate.end.seconds",
            () -> serving == null ? 0 : serving.end().getEpochSecond())
        .description("Unix time at which the served certificate ends")
        .register(registry);
    probes =
        Probes.start(vertx, settings.metricsPort(), registry, () -> server.isServing() && !closing);
    rounds.scheduleWithFixedDelay(this::round, 0, SECONDS_BETWEEN_ROUNDS, TimeUnit.SECONDS);
    watched.forEach(this::watch);
  }

  /**
   * Makes certificates of its own.
   *
   * @param watched gets what holds them, at each change of which they are looked after
   */
  private static CertificateKeeper keeper(
      WebhooksSettings settings,
      KubernetesClient client,
      Clock clock,
      List<Resource<? extends HasMetadata>> watched) {
    CertificateSecret secret =
        new CertificateSecret(client, settings.namespace(), settings.secret());
    TrustedAuthorities trusted = new TrustedAuthorities(client, settings.configuration());
    watched.addAll(List.of(secret.resource(), trusted.mutating(), trusted.validating()));
    return new CertificateKeeper(
        secret,
        trusted,
        new CertificateIssuer(settings.serverNames(), clock, new SecureRandom()),
        clock);
  }

  int httpsPort() {
    return server.port();
  }

  int metricsPort() {
    return probes.port();
  }

  @Override
  public void close() {
    closing = true;
    rounds.shutdownNow();
    informers.forEach(SharedIndexInformer::close);
    objects.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void round() {
    try {
      TlsIdentity certificate = identities.current();
      server.serve(certificate);
      serving = certificate;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        LOG.debug("another replica wrote at the same moment, trying again");
        request();
      } else {
        LOG.warn("cannot look after the certificate, trying again: {}", e.getMessage());
      }
    } catch (Exception e) {
      LOG.warn("cannot look after the certificate, trying again: {}", e.toString());
    }
  }

  private void request() {
    try {
      rounds.execute(this::round);
    } catch (RejectedExecutionException e) {
      LOG.debug("not looking after the certificate any more: the process ends");
    }
  }

  private <T extends HasMetadata> void watch(Resource<T> resource) {
    informers.add(
        resource.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(T object) {
                request();
              }

              @Override
              public void onUpdate(T before, T after) {
                request();
              }

              @Override
              public void onDelete(T object, boolean finalStateUnknown) {
                request();
              }
            }));
  }
}
