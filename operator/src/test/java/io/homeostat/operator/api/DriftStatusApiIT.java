package io.homeostat.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Topics;
import io.homeostat.operator.drift.DriftMonitorReconciler;
import io.homeostat.operator.frame.OperatorMetrics;
import io.homeostat.operator.frame.VerdictConsumer;
import io.homeostat.operator.rig.Desk;
import io.homeostat.operator.rig.Rig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * How long a verdict takes from the broker to the status that people see: through the operator's
 * consumer, the reconciler and a real API server.
 */
class DriftStatusApiIT {
  private static final int ROUNDS = 20;

  /** The aim is one second; a machine under load gets more before the test fails. */
  private static final Duration MOST = Duration.ofSeconds(10);

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /** Notes each status of the condition Drifting. */
  private final class Conditioned implements Watcher<DriftMonitor> {
    @Override
    public void eventReceived(Action action, DriftMonitor monitor) {
      if (monitor.getStatus() != null) {
        Conditions.find(monitor.getStatus().conditions(), "Drifting")
            .ifPresent(drifting -> seen.add(drifting.getStatus()));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // the test ends
    }
  }

  @Test
  void whatTheMonitorSaysIsInTheStatusASecondLater() throws Exception {
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        KafkaProducer<String, byte[]> producer = broker.producer();
        Rig rig = new Rig(List.of(DriftMonitorReconciler::new))) {
      TopicSetup.ensure(admin);
      Desk desk = new Desk(rig);
      rig.start();
      try (VerdictConsumer consumer =
              new VerdictConsumer(
                  VerdictConsumer.of(broker.bootstrap()),
                  rig.verdicts,
                  new OperatorMetrics(new SimpleMeterRegistry()),
                  Duration.ofMillis(100));
          var watch =
              rig.client
                  .resources(DriftMonitor.class)
                  .inNamespace(rig.namespace)
                  .watch(new Conditioned())) {
        consumer.start();
        says(producer, desk.well());
        until("False", Duration.ofMinutes(2)); // connected from here on
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          boolean falls = round % 2 == 0;
          long start = System.nanoTime();
          says(producer, falls ? desk.fallen() : desk.well());
          until(falls ? "True" : "False", MOST);
          millis.add((System.nanoTime() - start) / 1e6);
        }
        report(millis.stream().sorted().toList());
      }
    }
  }

  private static void says(KafkaProducer<String, byte[]> producer, DriftVerdict verdict)
      throws Exception {
    producer
        .send(new ProducerRecord<>(Topics.VERDICTS, verdict.key(), EventCodec.encode(verdict)))
        .get();
  }

  private void until(String status, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    String last = null;
    while (!status.equals(last)) {
      last = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(last).as("Drifting becomes %s within %s", status, most).isNotNull();
    }
  }

  private static void report(List<Double> millis) throws Exception {
    String line =
        String.format(
            Locale.ROOT,
            "| %,.0f | %,.0f | %,.0f |",
            millis.get(ROUNDS / 2),
            millis.get(ROUNDS * 95 / 100),
            millis.getLast());
    System.out.println("milliseconds from a verdict to its status: median, P95, longest " + line);
    String results = System.getProperty("bench.results");
    if (results != null) {
      Files.createDirectories(Path.of(results));
      Files.writeString(Path.of(results, "status.md"), line + "\n");
    }
  }
}
