package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorTopologyTest {
  @TempDir Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MonitorMetrics metrics = new MonitorMetrics(registry);
  private Definitions definitions =
      Toy.definitions(
          Toy.service(
              List.of(Toy.monitor(Signal.QUALITY)),
              PlanWeights.UNKNOWN,
              Toy.canary(Phase.TESTING, 0)));
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> scores;
  private TestInputTopic<String, byte[]> feedback;
  private TestInputTopic<String, byte[]> verdictsIn;
  private TestOutputTopic<String, byte[]> verdicts;
  private TestOutputTopic<String, byte[]> letters;

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

  private void send(Score score) {
    send(
        Topics.key(score.service(), score.interactionId()),
        EventCodec.encode(score),
        score.timeMillis() + 2_000);
  }

  private void send(String key, byte[] value, long writtenMillis) {
    scores.pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(writtenMillis)));
  }

  private void judge(boolean calibrated) {
    JudgeVerdict verdict =
        new JudgeVerdict(
            1,
            "support/judge",
            "uid-judge",
            "support/judge",
            Toy.START,
            "digest",
            calibrated,
            0.9,
            0.8,
            0d,
            60,
            0,
            "",
            "");
    verdictsIn.pipeInput(verdict.key(), EventCodec.encode(verdict));
  }

  private List<Verdict> said() throws Exception {
    List<Verdict> said = new ArrayList<>();
    for (TestRecord<String, byte[]> record : verdicts.readRecordsToList()) {
      Verdict verdict = EventCodec.decode(record.value(), Verdict.class);
      assertThat(record.key()).isEqualTo(verdict.key());
      said.add(verdict);
    }
    return said;
  }

  private DriftVerdict drift() throws Exception {
    return said().stream()
        .filter(DriftVerdict.class::isInstance)
        .map(DriftVerdict.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void scoresBecomeVerdictsUnderTheKeyOfTheirSubject() throws Exception {
    judge(true);
    new Traffic(1).sessions(300).forEach(this::send);
    List<Verdict> said = said();
    assertThat(said)
        .hasAtLeastOneElementOfType(DriftVerdict.class)
        .hasAtLeastOneElementOfType(CanaryVerdict.class);
    assertThat(said).extracting(Verdict::service).containsOnly(Toy.SERVICE);
    assertThat(letters.isEmpty()).isTrue();
    assertThat(
            registry.get("homeostat.monitor.records").tag("topic", Topics.SCORES).counter().count())
        .isEqualTo(600);
    assertThat(registry.get("homeostat.monitor.sessions.closed").counter().count())
        .isGreaterThan(250);
    assertThat(registry.get("homeostat.monitor.verdicts").tag("kind", "Drift").counter().count())
        .isPositive();
    assertThat(registry.get("homeostat.monitor.streams").tag("state", "Watching").gauge().value())
        .isEqualTo(2);
  }

  @Test
  void judgeIsTrustedFromItsVerdictOnAndNotBefore() throws Exception {
    send(Toy.score("1", "s", "date", Toy.START, 1));
    assertThat(drift().judgeTrusted()).isFalse();
    judge(true);
    send(Toy.score("2", "s", "date", Toy.START + 1, 1));
    assertThat(drift().judgeTrusted()).isTrue();
    judge(false);
    send(Toy.score("3", "s", "date", Toy.START + 2, 1));
    assertThat(drift().judgeTrusted()).isFalse();
  }

  @Test
  void correctionsReachTheCause() throws Exception {
    judge(true);
    Traffic traffic = new Traffic(5);
    traffic.sessions(400).forEach(this::send);
    int corrections = 0;
    for (Score score : traffic.right(0.1, 0.9).sessions(120)) {
      send(score);
      if (score.composite() < 1) {
        var correction =
            Toy.correction(
                score.responseId(),
                "desk-" + corrections++ % 5,
                score.timeMillis(),
                "answer " + corrections);
        feedback.pipeInput(
            new TestRecord<>(
                Topics.key(Toy.SERVICE, correction.id()),
                EventCodec.encode(correction),
                Instant.ofEpochMilli(score.timeMillis())));
      }
    }
    assertThat(drift().streams()).anyMatch(stream -> "ExpectedAnswers".equals(stream.cause()));
  }

  @Test
  void poisonGoesToTheDeadLettersWithTheReasonAndTheStreamGoesOn() throws Exception {
    send(Toy.SERVICE + "|x", "{not json".getBytes(StandardCharsets.UTF_8), Toy.START);
    send(Toy.SERVICE + "|y", null, Toy.START);
    send(null, EventCodec.encode(Toy.score("1", "s", "date", Toy.START, 1)), Toy.START);
    feedback.pipeInput(Toy.SERVICE + "|z", new byte[] {0, 1, 2});
    List<TestRecord<String, byte[]>> buried = letters.readRecordsToList();
    assertThat(buried).hasSize(4);
    DeadLetter first = EventCodec.decode(buried.getFirst().value(), DeadLetter.class);
    assertThat(first.consumer()).isEqualTo("monitor");
    assertThat(first.topic()).isEqualTo(Topics.SCORES);
    assertThat(first.reason())
        .isEqualTo("expected a Score as JSON, found 9 bytes that are not (JsonParseException)");
    assertThat(
            new String(
                java.util.Base64.getDecoder().decode(first.payload()), StandardCharsets.UTF_8))
        .isEqualTo("{not json");
    send(Toy.score("1", "s", "date", Toy.START, 1));
    assertThat(said()).isNotEmpty();
    assertThat(registry.get("homeostat.monitor.dead.letters").counter().count()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"session\":\"s\";\"session\":\"\";Score.session",
        "\"session\":\"s\";\"session\":\"a b\";Score.session",
        "\"session\":\"s\";\"session\":\"\\ud800\";Score.session",
        "\"interactionId\":\"1\";\"interactionId\":null;Score.interactionId",
        "\"release\":\"desk-aaaaaaaaaa\";\"release\":null;Score.release",
        "\"role\":\"Stable\";\"role\":null;Score.role",
        "\"composite\":1.0;\"composite\":1.5;Score.composite",
        "\"composite\":1.0;\"composite\":\"NaN\";Score.composite",
        "\"timeMillis\":1700000000000;\"timeMillis\":1800000000000;Score.timeMillis",
        "\"timeMillis\":1700000000000;\"timeMillis\":-5;Score.timeMillis",
        "\"service\":\"support/desk\";\"service\":\"support/desk|other\";namespace/name",
        "\"service\":\"support/desk\";\"service\":\"support/another\";a key that begins with the service",
        "\"schemaVersion\":1;\"schemaVersion\":99;schema version 1 to 1",
      })
  void hostileRecordIsRefusedBeforeItReachesAnyState(String right, String wrong, String reason)
      throws Exception {
    String json =
        new String(
            EventCodec.encode(Toy.score("1", "s", "date", Toy.START, 1)), StandardCharsets.UTF_8);
    assertThat(json).contains(right);
    send(
        Toy.SERVICE + "|1", json.replace(right, wrong).getBytes(StandardCharsets.UTF_8), Toy.START);
    assertThat(EventCodec.decode(letters.readValue(), DeadLetter.class).reason()).contains(reason);
    assertThat(verdicts.isEmpty()).isTrue();
    assertThat(stored()).isZero();
  }

  @Test
  void hugeIdsAreRefusedAndIdsWithSeparatorsAreKeptApart() throws Exception {
    send(Toy.score("x".repeat(100_000), "s", "date", Toy.START, 1));
    assertThat(EventCodec.decode(letters.readValue(), DeadLetter.class).reason())
        .isEqualTo(
            "expected Score.interactionId of 1 to 200 visible ASCII characters, found 100000 characters that are not");
    send(Toy.score("a", "s|due|0000000000000000|x", "date", Toy.START, 1));
    send(Toy.score("b", "s", "date", Toy.START, 1));
    send(Toy.score("c", "tick", "date", Toy.START + 60_000, 1));
    assertThat(letters.isEmpty()).isTrue();
    assertThat(registry.get("homeostat.monitor.sessions.closed").counter().count()).isEqualTo(2);
  }

  @Test
  void stateOfAnotherVersionBeginsAnewInsteadOfStoppingTheStream() throws Exception {
    new Traffic(1).sessions(250).forEach(this::send);
    said();
    var store = driver.<String, byte[]>getKeyValueStore(MonitorProcessor.STORE);
    List<String> keys = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    for (String key : keys) {
      store.put(
          key,
          key.contains("|drift|")
              ? oldLayout(store.get(key))
              : "{\"from\":\"a later version\"".getBytes(StandardCharsets.UTF_8));
    }
    new Traffic(2).sessions(60).forEach(this::send);
    assertThat(letters.isEmpty()).isTrue();
    assertThat(drift().streams()).extracting(DriftVerdict.Stream::state).containsOnly("Learning");
  }

  private static byte[] oldLayout(byte[] state) {
    return new String(state, StandardCharsets.UTF_8)
        .replaceAll("\"stream\":\"..", "\"stream\":\"AA")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void verdictOfAGoneSubjectIsWithdrawn() {
    new Traffic(1).sessions(30).forEach(this::send);
    verdicts.readRecordsToList();
    definitions = Definitions.NONE;
    driver.advanceWallClockTime(Duration.ofMinutes(2));
    assertThat(verdicts.readKeyValuesToMap())
        .containsOnlyKeys(
            Toy.SERVICE + "|Drift|support/desk-drift", Toy.SERVICE + "|Canary|support/desk-canary")
        .containsValue(null);
    assertThat(stored()).isZero();
  }

  private int stored() {
    int count = 0;
    try (var all = driver.<String, byte[]>getKeyValueStore(MonitorProcessor.STORE).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  @Test
  void malformedJudgeVerdictIsCounted() {
    verdictsIn.pipeInput("support/judge|Judge|support/judge", new byte[] {1});
    verdictsIn.pipeInput("support/judge|Judge|support/judge", null);
    assertThat(registry.get("homeostat.monitor.verdicts.malformed").counter().count()).isEqualTo(1);
  }
}
