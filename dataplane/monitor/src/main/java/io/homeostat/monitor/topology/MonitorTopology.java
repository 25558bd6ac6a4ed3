package io.homeostat.monitor.topology;

import io.homeostat.events.Topics;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.definitions.Definitions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * Scores and feedback of a partition go to one processor with one store; verdicts and dead letters
 * come out on the partition of their service. The state lies in memory with its changelog in Kafka,
 * so no native code and no disk are needed.
 */
public final class MonitorTopology {
  private static final StreamPartitioner<String, byte[]> BY_SERVICE =
      (topic, key, value, partitions) -> Optional.of(Set.of(Topics.partition(key, partitions)));
  private static final String PROCESSOR = "monitor";

  private MonitorTopology() {}

  /** The topology that works with what is declared at each moment. */
  public static Topology of(Supplier<Definitions> definitions, MonitorMetrics metrics) {
    Topology topology = new Topology();
    topology.addSource(
        "scores", new StringDeserializer(), new ByteArrayDeserializer(), Topics.SCORES);
    topology.addSource(
        "feedback", new StringDeserializer(), new ByteArrayDeserializer(), Topics.FEEDBACK);
    topology.addGlobalStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(JudgeVerdicts.STORE),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled(),
        "judge-verdicts",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        Topics.VERDICTS,
        "keep-judge-verdicts",
        () -> new JudgeVerdicts(metrics));
    topology.addProcessor(
        PROCESSOR, () -> new MonitorProcessor(definitions, metrics), "scores", "feedback");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(MonitorProcessor.STORE),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingEnabled(Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer"))
            .withCachingDisabled(),
        PROCESSOR);
    topology.addStateStore(Checkpoints.builder(), PROCESSOR);
    addSink(topology, MonitorProcessor.VERDICTS, Topics.VERDICTS);
    addSink(topology, MonitorProcessor.DEAD_LETTERS, Topics.DEAD_LETTERS);
    return topology;
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(
        name, topic, new StringSerializer(), new ByteArraySerializer(), BY_SERVICE, PROCESSOR);
  }
}
