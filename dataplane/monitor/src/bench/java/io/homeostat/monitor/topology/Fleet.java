package io.homeostat.monitor.topology;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Services with so many streams, and their traffic: sessions of two turns, the second a second
 * after the first, at a rate over all services together.
 */
final class Fleet {
  private static final int CAPABILITIES = 24;
  private static final List<Signal> SIGNALS =
      List.of(
          Signal.QUALITY,
          Signal.ERRORS,
          new Signal(SignalMetric.SCORE, "judge.relevance"),
          new Signal(SignalMetric.UNSCORED, null),
          new Signal(SignalMetric.CORRECTIONS, null),
          new Signal(SignalMetric.OUTPUT_TOKENS, null));

  private final int services;

  Fleet(int streams) {
    services = Math.ceilDiv(streams, CAPABILITIES * SIGNALS.size());
  }

  int streams() {
    return services * CAPABILITIES * SIGNALS.size();
  }

  int services() {
    return services;
  }

  private static String service(int number) {
    return "fleet/desk-" + number;
  }

  private static String capability(int number) {
    return "capability-" + number;
  }

  Definitions definitions() {
    MonitorDefinition toy = Toy.monitor(Signal.QUALITY);
    Set<String> capabilities =
        IntStream.range(0, CAPABILITIES).mapToObj(Fleet::capability).collect(Collectors.toSet());
    Map<String, ServiceDefinition> all = new HashMap<>();
    for (int i = 0; i < services; i++) {
      MonitorDefinition monitor =
          new MonitorDefinition(
              service(i) + "-drift",
              "uid-" + i,
              toy.specDigest(),
              SIGNALS,
              new DriftSettings(50, 100, 0, 0.05, 600_000),
              new FalseAlarmPromise.PerMonth(1),
              toy.anchor(),
              toy.prices(),
              false,
              false,
              Map.of());
      all.put(
          service(i),
          Variants.named(
              service(i), Toy.service(capabilities, List.of(monitor), PlanWeights.UNKNOWN)));
    }
    return new Definitions(all, List.of());
  }

  /**
   * Sends scores in the order of their time.
   *
   * @param perSecond of event time
   */
  void send(KafkaProducer<String, byte[]> producer, int count, int perSecond) {
    Random random = new Random(20_261_121);
    int sessions = count / 2;
    int between = perSecond / 2; // sessions that begin between the turns of one
    for (int i = 0; i < sessions + between; i++) {
      long at = Toy.START + 2_000L * i / perSecond;
      if (i < sessions) {
        send(producer, score(i, 0, at, random));
      }
      if (i >= between) {
        send(producer, score(i - between, 1, at, random));
      }
    }
    producer.flush();
  }

  private Score score(int session, int turn, long at, Random random) {
    int service = session % services;
    int capability = session / services % CAPABILITIES;
    String name = Integer.toHexString(session * 0x9E3779B1) + "-" + session;
    double composite = Math.clamp(0.8 + 0.15 * random.nextGaussian(), 0.0, 1.0);
    Score score =
        Toy.score("i-" + name + "-" + turn, "s-" + name, capability(capability), at, composite);
    double relevance = (1 + random.nextInt(4)) / 4.0;
    Score measured =
        Toy.measured(
            Toy.parts(score, Map.of("judge", composite, "judge.relevance", relevance)),
            300 + random.nextInt(500),
            null,
            1 + random.nextInt(200));
    return Variants.of(
        service(service), random.nextInt(50) == 0 ? Toy.failed(measured) : measured);
  }

  private static void send(KafkaProducer<String, byte[]> producer, Score score) {
    producer.send(
        new ProducerRecord<>(
            Topics.SCORES,
            null,
            score.timeMillis() + 500,
            Topics.key(score.service(), score.interactionId()),
            EventCodec.encode(score)));
  }
}
