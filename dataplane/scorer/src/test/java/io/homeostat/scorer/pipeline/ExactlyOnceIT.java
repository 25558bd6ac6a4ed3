package io.homeostat.scorer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import io.homeostat.scorer.Scorers;
import io.homeostat.scorer.policy.Definitions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real broker each interaction gets one score, however often the scorer dies. */
class ExactlyOnceIT {
  private static final int INTERACTIONS = 400;
  private static final int TEN_MEGABYTES = 10_000_000;
  private static final long SEED = 20_261_121;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Definitions definitions = new Definitions();
  private Broker broker;

  @BeforeEach
  void begin() throws Exception {
    broker = Broker.start();
    definitions.putPolicy("ns/p", Policies.of("scorers: {lexical: {}}"));
    try (Admin admin = new KafkaClients(broker.bootstrap(), "test").admin()) {
      TopicSetup.ensure(admin);
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, Topics.INTERACTIONS),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", "16777216"),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  @AfterEach
  void end() throws Exception {
    broker.close();
  }

  @Test
  void aScorerThatDiesAtAnyStepLosesNothingAndDoublesNothing() throws Exception {
    produce();
    Random random = new Random(SEED);
    int deaths = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (broker.committed(Topics.SCORES).size() < INTERACTIONS
        || broker.committed(Topics.DEAD_LETTERS).size() < 2) {
      assertThat(System.nanoTime()).as("seed %d", SEED).isLessThan(deadline);
      deaths += lifetime(random) ? 1 : 0;
    }
    lifetime(random);
    assertThat(deaths).as("seed %d", SEED).isPositive();
    List<String> scored = new ArrayList<>();
    for (var record : broker.committed(Topics.SCORES)) {
      scored.add(EventCodec.decode(record.value(), Score.class).interactionId());
    }
    assertThat(scored)
        .as("seed %d", SEED)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, INTERACTIONS).mapToObj(i -> "i" + i).toList());
    List<DeadLetter> dead = new ArrayList<>();
    for (var record : broker.committed(Topics.DEAD_LETTERS)) {
      dead.add(EventCodec.decode(record.value(), DeadLetter.class));
    }
    assertThat(dead).extracting(DeadLetter::bytes).containsExactlyInAnyOrder(8, TEN_MEGABYTES);
    assertThat(dead).extracting(DeadLetter::whole).containsExactlyInAnyOrder(true, false);
  }

  /** Runs one scorer until it dies or has had time enough; tells whether it died. */
  private boolean lifetime(Random random) throws InterruptedException {
    KafkaClients clients = new KafkaClients(broker.bootstrap(), "scorer");
    try (KafkaProducer<String, byte[]> producer = clients.transactionalProducer("scorer", 30_000)) {
      boolean[] died = {false};
      ScoringConsumer consumer =
          new ScoringConsumer(
              clients.consumer("scorer", 50),
              dying(producer, random, died),
              StartingPoint.EARLIEST,
              Scorers.with(
                  (reference, answer) -> {
                    TimeUnit.MILLISECONDS.sleep(answer.hashCode() & 63);
                    return OptionalDouble.of(1);
                  },
                  (reference, answer) -> OptionalDouble.empty()),
              definitions,
              new ScorerMetrics(new SimpleMeterRegistry()),
              Clock.systemUTC());
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      consumer.run();
                    } catch (DeathException e) {
                      died[0] = true;
                    }
                  });
      thread.join(Duration.ofSeconds(5));
      consumer.close();
      thread.join();
      return died[0];
    }
  }

  /** A producer whose process dies before or after one of its commits. */
  @SuppressWarnings("unchecked")
  private static Producer<String, byte[]> dying(
      Producer<String, byte[]> real, Random random, boolean[] died) {
    return (Producer<String, byte[]>)
        Proxy.newProxyInstance(
            ExactlyOnceIT.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> {
              boolean commit = method.getName().equals("commitTransaction");
              int fate = commit ? random.nextInt(6) : -1;
              if (died[0] || fate == 0) {
                died[0] = true;
                throw new DeathException();
              }
              try {
                Object result = method.invoke(real, arguments);
                if (fate == 1) {
                  died[0] = true;
                  throw new DeathException();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void produce() throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", broker.bootstrap(),
            "max.request.size", 16 * 1024 * 1024,
            "buffer.memory", 32L * 1024 * 1024);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < INTERACTIONS; i++) {
        send(
            producer,
            EventCodec.encode(Asked.answered("a" + i).id("i" + i).reference("4").build()));
        if (i == INTERACTIONS / 2) {
          send(producer, "not json".getBytes(StandardCharsets.UTF_8));
          send(producer, new byte[TEN_MEGABYTES]);
        }
      }
    }
  }

  private static void send(Producer<String, byte[]> producer, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(Topics.INTERACTIONS, 0, "ns/support|x", value)).get();
  }

  /** The process is gone. */
  private static final class DeathException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
