package io.homeostat.canaryruns;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.topology.MonitorTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The monitor's whole topology with a driver in the place of Kafka. */
final class DrivenMonitor implements AutoCloseable {
  private static final long SCORING_MILLIS = 2_000;

  private final Path folder;
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> scores;
  private final TestOutputTopic<String, byte[]> verdicts;

  DrivenMonitor(Supplier<Definitions> definitions, long startMillis) {
    folder = folder();
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "canary-runs");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            MonitorTopology.of(definitions, new MonitorMetrics(new SimpleMeterRegistry())),
            properties,
            Instant.ofEpochMilli(startMillis));
    scores =
        driver.createInputTopic(Topics.SCORES, new StringSerializer(), new ByteArraySerializer());
    verdicts =
        driver.createOutputTopic(
            Topics.VERDICTS, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("canary-run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a score; returns the canary's verdict when one is due. */
  Optional<CanaryVerdict> send(Score score) {
    scores.pipeInput(
        new TestRecord<>(
            Topics.key(score.service(), score.interactionId()),
            EventCodec.encode(score),
            Instant.ofEpochMilli(score.timeMillis() + SCORING_MILLIS)));
    Optional<CanaryVerdict> said = Optional.empty();
    while (!verdicts.isEmpty()) {
      said = Optional.of(verdict(verdicts.readValue()));
    }
    return said;
  }

  private static CanaryVerdict verdict(byte[] value) {
    try {
      return (CanaryVerdict) EventCodec.decode(value, Verdict.class);
    } catch (MalformedEventException e) {
      throw new AssertionError("the monitor wrote what cannot be read", e);
    }
  }

  @Override
  public void close() {
    driver.close();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
