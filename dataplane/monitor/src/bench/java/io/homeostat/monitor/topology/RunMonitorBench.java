package io.homeostat.monitor.topology;

import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Topics;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.ToyJudge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the monitor work off scores that lie in a real broker in the same process, then begin anew
 * without its memory, and writes how fast both were; the script bench starts it.
 */
class RunMonitorBench {
  private static final String GROUP = "homeostat-monitor";
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String CHANGELOG = "homeostat-monitor-state-changelog";
  private static final int RATE = 20_000;

  @TempDir Path folder;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<String> lines = new ArrayList<>();

  /** Where the monitor stands, at a moment. */
  private record Moment(long nanos, long processorNanos, long scores) {
    double rateSince(Moment before) {
      return (scores - before.scores) * 1e9 / (nanos - before.nanos);
    }

    double coresSince(Moment before) {
      return (double) (processorNanos - before.processorNanos) / (nanos - before.nanos);
    }
  }

  @Test
  void measure() throws Exception {
    Fleet fleet = new Fleet(Integer.getInteger("bench.streams"));
    int scores = Integer.getInteger("bench.scores");
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        KafkaProducer<String, byte[]> producer = broker.producer()) {
      TopicSetup.ensure(admin);
      JudgeVerdict judge = ToyJudge.says(true);
      producer
          .send(new ProducerRecord<>(Topics.VERDICTS, judge.key(), EventCodec.encode(judge)))
          .get();
      fleet.send(producer, scores, RATE);
      throughput(broker, admin, fleet, scores);
      sizes(broker);
      recovery(broker, fleet);
    }
    Path results = Path.of(System.getProperty("bench.results"));
    Files.createDirectories(results);
    Files.write(results.resolve("monitor.md"), lines);
  }

  private MonitorStreams monitor(Broker broker, Fleet fleet, String name) {
    var definitions = fleet.definitions();
    return new MonitorStreams(
        new StreamsConfiguration(broker.bootstrap(), folder.resolve(name)),
        () -> definitions,
        new MonitorMetrics(new SimpleMeterRegistry()));
  }

  private void throughput(Broker broker, Admin admin, Fleet fleet, int scores) {
    try (MonitorStreams monitor = monitor(broker, fleet, "first")) {
      monitor.start();
      Moment begin = when(admin, 1);
      Moment middle = when(admin, scores / 2);
      Moment end = when(admin, scores);
      line("all, while baselines are learnt", begin, end);
      line("the later half, when they are frozen", middle, end);
    }
  }

  private void line(String what, Moment from, Moment to) {
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %.2f |",
            what,
            to.rateSince(from),
            to.coresSince(from)));
  }

  /** The first moment at which so many scores are committed. */
  private Moment when(Admin admin, long count) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> new Moment(System.nanoTime(), system.getProcessCpuTime(), committed(admin)),
            moment -> moment.scores() >= count);
  }

  private static long committed(Admin admin) throws Exception {
    return admin
        .listConsumerGroupOffsets(GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(Topics.SCORES))
        .mapToLong(entry -> entry.getValue() == null ? 0 : entry.getValue().offset())
        .sum();
  }

  /** Bytes of the streams' keys and values, as they lie in the changelog. */
  private void sizes(Broker broker) {
    Map<String, Integer> sizes = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaClients(broker.bootstrap(), "bench").consumer("bench", 5_000)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(CHANGELOG).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().contains("|drift|") && record.value() != null) {
            sizes.put(record.key(), record.key().length() + record.value().length);
          }
        }
      }
    }
    IntSummaryStatistics all =
        sizes.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d streams with their keys take %,.0f bytes on average, %,d at most.",
            all.getCount(),
            all.getAverage(),
            all.getMax()));
  }

  private void recovery(Broker broker, Fleet fleet) {
    long start = System.nanoTime();
    try (MonitorStreams monitor = monitor(broker, fleet, "second")) {
      monitor.start();
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(monitor::ready);
      lines.add(
          String.format(
              Locale.ROOT,
              "A process without any memory of its own has them back, and takes scores, after %.1f s.",
              (System.nanoTime() - start) / 1e9));
    }
  }
}
