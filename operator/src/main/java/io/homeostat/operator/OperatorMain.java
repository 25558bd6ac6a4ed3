package io.homeostat.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.KubernetesEventRecorder;
import io.homeostat.operator.frame.OperatorMetrics;
import io.homeostat.operator.frame.Probes;
import io.homeostat.operator.frame.VerdictConsumer;
import io.homeostat.operator.frame.VerdictStore;
import io.homeostat.operator.rollouts.VerdictServer;
import io.homeostat.operator.rollouts.Verdicts;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the operator process. */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
  private static final int CANNOT_START = 1;
  private static final int WRONG_SETTING = 2;
  private static final Duration RECONNECT = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private OperatorMain() {}

  /** Runs until the process is told to end; a wrong setting ends it with a message and status 2. */
  public static void main(String[] arguments) {
    try {
      run(OperatorSettings.from(System.getenv()));
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      System.exit(WRONG_SETTING);
    } catch (RuntimeException e) {
      LOG.error("the operator cannot start and ends, so that it is started again", e);
      System.exit(CANNOT_START);
    }
  }

  private static void run(OperatorSettings settings) {
    DerivedKeys keys = new DerivedKeys(read(settings.engineKeyFile()));
    Clock clock = Clock.systemUTC();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    KubernetesClient client = new KubernetesClientBuilder().build();
    KubernetesEventRecorder events = new KubernetesEventRecorder(client, settings.podName(), clock);
    VerdictStore verdicts = new VerdictStore();
    VerdictConsumer consumer =
        new VerdictConsumer(
            VerdictConsumer.of(settings.kafkaBootstrap()),
            verdicts,
            new OperatorMetrics(registry),
            RECONNECT);
    Frame frame = new Frame(client, settings, clock, events, verdicts, keys, plainHttp());
    OperatorProcess process =
        new OperatorProcess(frame, registry, () -> Runtime.getRuntime().halt(1));
    Probes probes = Probes.start(settings.metricsPort(), registry, () -> true, process::ready);
    VerdictServer gate =
        VerdictServer.start(
            settings.verdictsPort(),
            new Verdicts(process::canaries, verdicts, clock),
            process::ready);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  gate.close();
                  probes.close();
                  consumer.close();
                  events.close();
                  process.close();
                }));
    consumer.start();
    process.start();
  }

  private static HttpClient plainHttp() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "environment variable ENGINE_KEY_FILE must name a readable file with the master key,"
              + " found "
              + file
              + ": mount the chart's Secret there",
          e);
    }
  }
}
