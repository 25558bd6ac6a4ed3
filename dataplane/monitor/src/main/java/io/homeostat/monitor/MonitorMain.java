package io.homeostat.monitor;

import io.homeostat.dataplane.Env;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.dataplane.Probes;
import io.homeostat.monitor.definitions.DefinitionsWatch;
import io.homeostat.monitor.topology.MonitorStreams;
import io.homeostat.monitor.topology.StreamsConfiguration;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the monitor: it reads scores and feedback and says what drifts and which canary may be
 * promoted.
 */
public final class MonitorMain {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorMain.class);
  private static final long SYNC_POLL_MILLIS = 200;

  private MonitorMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) throws InterruptedException {
    MonitorSettings settings;
    try {
      settings = MonitorSettings.read(Env.system());
    } catch (IllegalArgumentException e) {
      LOG.error("the monitor cannot start: {}", e.getMessage());
      System.exit(2);
      return;
    }
    run(settings);
  }

  private static void run(MonitorSettings settings) throws InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    MonitorMetrics metrics = new MonitorMetrics(registry);
    KubernetesClients clients = KubernetesClients.connect(settings.watchNamespaces());
    DefinitionsWatch definitions = DefinitionsWatch.start(clients);
    MonitorStreams streams =
        new MonitorStreams(
            new StreamsConfiguration(settings.bootstrap(), settings.stateDirectory()),
            definitions,
            metrics);
    Probes probes = Probes.start(settings.metricsPort(), registry, () -> true, streams::ready);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  streams.close();
                  definitions.close();
                  clients.close();
                  probes.close();
                }));
    while (!definitions.synced()) {
      Thread.sleep(
          SYNC_POLL_MILLIS); // nothing may be judged or forgotten before all definitions are known
    }
    LOG.info("definitions are known, reading scores");
    streams.start();
  }
}
