package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorStreamsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  private static List<Score> scores() {
    Traffic traffic = new Traffic(21);
    List<Score> scores = new ArrayList<>(traffic.sessions(400));
    scores.addAll(traffic.right(0.2, 0.9).sessions(200));
    scores.addAll(traffic.right(0.95, 0.9).by(Toy.CANDIDATE, "Candidate", 2).sessions(150));
    scores.addAll(traffic.by(Toy.STABLE, "Stable", 2).sessions(250));
    return scores;
  }

  /** The verdicts of a monitor that nobody interrupts. */
  private static List<Verdict> uninterrupted(List<Score> scores) {
    World world = new World(MonitorProcess.definitions());
    scores.forEach(world::take);
    return world.verdicts;
  }

  @Test
  void killedAndRestartedProcessSaysTheSameAsOneThatNobodyInterrupts() throws Exception {
    List<Score> scores = scores();
    List<Verdict> expected = uninterrupted(scores);
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(java.util.Map.of("bootstrap.servers", broker.bootstrap()));
        KafkaProducer<String, byte[]> producer = broker.producer()) {
      TopicSetup.ensure(admin);
      JudgeVerdict judge = ToyJudge.says(true);
      producer
          .send(new ProducerRecord<>(Topics.VERDICTS, judge.key(), EventCodec.encode(judge)))
          .get();
      int part = scores.size() / 3;
      for (int run = 0; run < 3; run++) {
        Path state = Files.createDirectory(folder.resolve("run-" + run));
        Process process = MonitorProcess.start(broker.bootstrap(), state);
        try {
          int before = said(broker).size();
          send(producer, scores.subList(run * part, run == 2 ? scores.size() : (run + 1) * part));
          int wanted = run == 2 ? expected.size() : before + 15; // killed in the middle of its work
          await("run " + run)
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(200))
              .untilAsserted(() -> assertThat(said(broker).size()).isGreaterThanOrEqualTo(wanted));
        } finally {
          process.destroyForcibly().waitFor();
        }
      }
      assertThat(said(broker))
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(expected);
    }
  }

  private static void send(KafkaProducer<String, byte[]> producer, List<Score> scores) {
    for (Score score : scores) {
      producer.send(
          new ProducerRecord<>(
              Topics.SCORES,
              Topics.key(score.service(), score.interactionId()),
              EventCodec.encode(score)));
    }
    producer.flush();
  }

  private static List<Verdict> said(Broker broker) throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    for (var record : broker.committed(Topics.VERDICTS)) {
      Verdict verdict = EventCodec.decode(record.value(), Verdict.class);
      assertThat(record.partition()).isEqualTo(Topics.partition(record.key(), 4));
      if (!(verdict instanceof JudgeVerdict)) {
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }

  @Test
  void waitsForABrokerAndIsReadyOnlyWhileThereIsOne() throws Exception {
    MonitorMetrics metrics = new MonitorMetrics(new SimpleMeterRegistry());
    try (MonitorStreams lonely =
        new MonitorStreams(
            new StreamsConfiguration("127.0.0.1:1", folder.resolve("lonely")),
            MonitorProcess::definitions,
            metrics)) {
      lonely.start();
      assertThat(lonely.ready()).isFalse();
    }
    Broker broker = Broker.start();
    try (MonitorStreams streams =
        new MonitorStreams(
            new StreamsConfiguration(broker.bootstrap(), folder.resolve("state")),
            MonitorProcess::definitions,
            metrics)) {
      streams.start();
      await().atMost(PATIENCE).until(streams::ready);
      broker.close();
      await().atMost(PATIENCE).until(() -> !streams.ready());
    } finally {
      broker.close();
    }
  }
}
