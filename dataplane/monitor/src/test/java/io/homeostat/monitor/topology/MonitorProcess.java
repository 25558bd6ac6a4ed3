package io.homeostat.monitor.topology;

import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;

/** The monitor without Kubernetes as a process of its own, so that a test can kill it. */
final class MonitorProcess {
  private MonitorProcess() {}

  static Definitions definitions() {
    return Toy.definitions(
        Toy.service(
            List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS)),
            PlanWeights.UNKNOWN,
            Toy.canary(Phase.TESTING, 0)));
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
