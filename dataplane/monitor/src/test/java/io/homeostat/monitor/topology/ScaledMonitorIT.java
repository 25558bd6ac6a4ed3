package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One instance, then three, then one again, each killed at a random point: the verdicts of every
 * service are those of a single instance that nobody interrupts.
 */
class ScaledMonitorIT {
  private static final long SEED = 77;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ROUNDS = 4;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<Process> running = new ArrayList<>();
  private int started;

  @AfterEach
  void stopAll() throws InterruptedException {
    while (!running.isEmpty()) {
      kill();
    }
  }

  private void start(Broker broker) throws Exception {
    Path state = Files.createDirectory(folder.resolve("instance-" + started++));
    running.add(MonitorProcess.start(broker.bootstrap(), state));
  }

  private void kill() throws InterruptedException {
    running.remove(random.nextInt(running.size())).destroyForcibly().waitFor();
  }

  private static List<Score> scores(int number) {
    String service = MonitorProcess.FLEET.get(number);
    Traffic traffic = new Traffic(100 + number);
    traffic.changed(
        score ->
            Variants.of(
                service, Toy.measured(score, 400, null, 40 + score.session().hashCode() % 20)));
    List<Score> scores = new ArrayList<>(traffic.sessions(400));
    scores.addAll(traffic.right(0.1, 0.9).sessions(200));
    scores.addAll(traffic.right(0.95, 0.9).sessions(100));
    return scores;
  }

  /** What a single instance says about each service. */
  private static Map<String, List<Verdict>> uninterrupted(List<List<Score>> fleet) {
    Map<String, List<Verdict>> expected = new HashMap<>();
    for (List<Score> scores : fleet) {
      World world = new World(MonitorProcess.definitions());
      scores.forEach(world::take);
      expected.put(scores.getFirst().service(), world.verdicts);
    }
    return expected;
  }

  @Test
  void scaledAndKilledInstancesSayTheSameAsOneThatNobodyInterrupts() throws Exception {
    List<List<Score>> fleet = new ArrayList<>();
    for (int i = 0; i < MonitorProcess.FLEET.size(); i++) {
      fleet.add(scores(i));
    }
    Map<String, List<Verdict>> expected = uninterrupted(fleet);
    int wanted = expected.values().stream().mapToInt(List::size).sum();
    assertThat(expected.values())
        .allSatisfy(verdicts -> assertThat(verdicts).anyMatch(ScaledMonitorIT::drifts));
    try (Broker broker = Broker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        KafkaProducer<String, byte[]> producer = broker.producer()) {
      TopicSetup.ensure(admin);
      JudgeVerdict judge = ToyJudge.says(true);
      producer
          .send(new ProducerRecord<>(Topics.VERDICTS, judge.key(), EventCodec.encode(judge)))
          .get();
      for (int round = 0; round < ROUNDS; round++) {
        play(broker, producer, fleet, round, wanted);
      }
      start(broker);
      await("the end")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> count(broker) >= wanted);
      Map<String, List<Verdict>> said = said(broker);
      assertThat(said).as("seed " + SEED).isEqualTo(expected);
    }
  }

  /** Sends a part of the scores and kills an instance at a random point of its work. */
  private void play(
      Broker broker,
      KafkaProducer<String, byte[]> producer,
      List<List<Score>> fleet,
      int round,
      int wanted)
      throws Exception {
    int instances = round == 1 || round == 2 ? 3 : 1;
    while (running.size() > instances) {
      kill();
    }
    while (running.size() < instances) {
      start(broker);
    }
    send(producer, fleet, round);
    int before = count(broker);
    int some = before + 1 + random.nextInt(40);
    await("round " + round)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> count(broker) >= Math.min(some, wanted));
    kill();
  }

  private static boolean drifts(Verdict verdict) {
    return verdict instanceof DriftVerdict drift
        && drift.streams().stream().anyMatch(stream -> stream.state().equals("Drifting"));
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, List<List<Score>> fleet, int round) {
    int all = fleet.getFirst().size();
    for (int i = all * round / ROUNDS; i < all * (round + 1) / ROUNDS; i++) {
      for (List<Score> scores : fleet) {
        Score score = scores.get(i);
        producer.send(
            new ProducerRecord<>(
                Topics.SCORES,
                Topics.key(score.service(), score.interactionId()),
                EventCodec.encode(score)));
      }
    }
    producer.flush();
  }

  private static int count(Broker broker) throws Exception {
    return said(broker).values().stream().mapToInt(List::size).sum();
  }

  private static Map<String, List<Verdict>> said(Broker broker) throws Exception {
    Map<String, List<Verdict>> said = new HashMap<>();
    for (var record : broker.committed(Topics.VERDICTS)) {
      Verdict verdict = EventCodec.decode(record.value(), Verdict.class);
      if (!(verdict instanceof JudgeVerdict)) {
        said.computeIfAbsent(verdict.service(), _ -> new ArrayList<>()).add(verdict);
      }
    }
    return said;
  }
}
