package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The topology with a driver in the place of Kafka. */
abstract class DrivenTopology {
  @TempDir Path folder;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MonitorMetrics metrics = new MonitorMetrics(registry);
  Definitions definitions =
      Toy.definitions(
          Toy.service(
              List.of(Toy.monitor(Signal.QUALITY)),
              PlanWeights.UNKNOWN,
              Toy.canary(Phase.TESTING, 0)));
  TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> scores;
  TestInputTopic<String, byte[]> feedback;
  TestInputTopic<String, byte[]> verdictsIn;
  TestOutputTopic<String, byte[]> verdicts;
  TestOutputTopic<String, byte[]> letters;

  @BeforeEach
  void start() {
    Properties properties = new StreamsConfiguration("nowhere:9092", folder).properties(metrics);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver =
        new TopologyTestDriver(
            MonitorTopology.of(() -> definitions, metrics),
            properties,
            Instant.ofEpochMilli(Toy.START));
    scores = input(Topics.SCORES);
    feedback = input(Topics.FEEDBACK);
    verdictsIn = input(Topics.VERDICTS);
    verdicts = output(Topics.VERDICTS);
    letters = output(Topics.DEAD_LETTERS);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private TestInputTopic<String, byte[]> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }

  void send(Score score) {
    send(
        Topics.key(score.service(), score.interactionId()),
        EventCodec.encode(score),
        score.timeMillis() + 2_000);
  }

  void send(String key, byte[] value, long writtenMillis) {
    scores.pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(writtenMillis)));
  }

  void judge(boolean calibrated) {
    judge(ToyJudge.says(calibrated));
  }

  void judge(JudgeVerdict verdict) {
    verdictsIn.pipeInput(verdict.key(), EventCodec.encode(verdict));
  }

  List<Verdict> said() throws Exception {
    List<Verdict> said = new ArrayList<>();
    for (TestRecord<String, byte[]> record : verdicts.readRecordsToList()) {
      Verdict verdict = EventCodec.decode(record.value(), Verdict.class);
      assertThat(record.key()).isEqualTo(verdict.key());
      said.add(verdict);
    }
    return said;
  }

  DriftVerdict drift() throws Exception {
    return said().stream()
        .filter(DriftVerdict.class::isInstance)
        .map(DriftVerdict.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  int stored() {
    int count = 0;
    try (var all = driver.<String, byte[]>getKeyValueStore(MonitorProcessor.STORE).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }
}
