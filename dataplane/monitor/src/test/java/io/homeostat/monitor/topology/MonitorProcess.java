package io.homeostat.monitor.topology;

import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The monitor without Kubernetes as a process of its own, so that a test can kill it. */
final class MonitorProcess {
  private MonitorProcess() {}

  /** Services without a canary, on several partitions; every second one promises by epochs. */
  static final List<String> FLEET =
      List.of("support/alpha", "support/beta", "support/gamma", "support/delta", "support/eta");

  static Definitions definitions() {
    Map<String, ServiceDefinition> services = new HashMap<>();
    services.put(
        Toy.SERVICE,
        Toy.service(
            List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS)),
            PlanWeights.UNKNOWN,
            Toy.canary(Phase.TESTING, 0)));
    for (int i = 0; i < FLEET.size(); i++) {
      MonitorDefinition monitor =
          Toy.monitor(
              Signal.QUALITY,
              Signal.ERRORS,
              new Signal(SignalMetric.OUTPUT_TOKENS, null),
              new Signal(SignalMetric.MIX, null));
      services.put(
          FLEET.get(i),
          Variants.named(
              FLEET.get(i),
              Toy.service(
                  List.of(
                      i % 2 == 0
                          ? monitor
                          : Variants.promising(monitor, new FalseDiscoveries(5, 300_000))),
                  PlanWeights.UNKNOWN)));
    }
    return new Definitions(services, List.of());
  }

  /** Runs until it is killed; arguments are the broker and a folder. */
  public static void main(String[] arguments) throws InterruptedException {
    MonitorStreams streams =
        new MonitorStreams(
            new StreamsConfiguration(arguments[0], Path.of(arguments[1])),
            MonitorProcess::definitions,
            new MonitorMetrics(new SimpleMeterRegistry()));
    streams.start();
    Thread.currentThread().join();
  }

  static Process start(String bootstrap, Path folder) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            MonitorProcess.class.getName(),
            bootstrap,
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }
}
