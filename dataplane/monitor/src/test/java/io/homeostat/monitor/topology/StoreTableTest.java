package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.StateCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreTableTest {
  private record Note(String text, int count) {}

  private record Changed(String text, long count) {}

  private final KeyValueStore<String, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("notes"), Serdes.String(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();
  private final StoreTable table = new StoreTable(store);

  @BeforeEach
  void open() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    store.init(new MockProcessorContext<>(properties).getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> stored() {
    List<String> keys = new ArrayList<>();
    try (var all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void commit(String... keys) {
    for (String key : keys) {
      table.put(key, new Note(key, 1));
    }
    table.commit();
  }

  @Test
  void storeHearsOnlyAtCheckpointsAndOnlyOfWhatLasts() {
    commit("a", "b");
    table.delete("b");
    table.put("a", new Note("a", 2));
    table.commit();
    assertThat(stored()).isEmpty();
    assertThat(table.get("a", Note.class)).contains(new Note("a", 2));
    assertThat(table.get("b", Note.class)).isEmpty();
    table.checkpoint();
    assertThat(stored()).containsExactly("a");
    assertThat(table.get("a", Note.class)).contains(new Note("a", 2));
    table.delete("a");
    table.commit();
    table.checkpoint();
    assertThat(stored()).isEmpty();
  }

  @Test
  void failedRecordLeavesWhatTheOnesBeforeItWrote() {
    commit("a", "b");
    table.put("a", new Note("wrong", 9));
    table.delete("b");
    table.put("c", new Note("wrong", 9));
    table.rollback();
    assertThat(table.get("a", Note.class)).contains(new Note("a", 1));
    assertThat(table.keys("")).containsExactly("a", "b");
    table.checkpoint();
    assertThat(stored()).containsExactly("a", "b");
  }

  @Test
  void keysAreThoseOfStoreAndChangesTogetherInTheOrderOfTheirBytes() {
    String astral = "x|" + Character.toString(0x1F600);
    String high = "x|\uFFFD";
    commit("w", "x|1", "x|2", "x|3", astral, "y");
    table.checkpoint();
    table.delete("x|1");
    table.commit();
    commit("x|4");
    table.delete("x|2");
    table.put(high, new Note("high", 1));
    table.put("x|25", new Note("new", 1));
    List<String> keys = List.of("x|25", "x|3", "x|4", high, astral);
    assertThat(table.keys("x|")).isEqualTo(keys);
    assertThat(keys)
        .isSortedAccordingTo(
            (a, b) ->
                java.util.Arrays.compareUnsigned(
                    a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    assertThat(table.keys("x|25", "x|4")).containsExactly("x|25", "x|3");
  }

  @Test
  void bytesOfAnotherVersionAreNotRead() {
    byte[] ofLater = StateCodec.encode(new Note("a", 1));
    ofLater[0]++;
    Stream.of(
            "{\"text\":\"a\",\"count\":1}".getBytes(StandardCharsets.UTF_8),
            StateCodec.encode(new Changed("a", 1)),
            ofLater,
            new byte[0])
        .forEach(
            bytes -> {
              store.put("a", bytes);
              assertThat(table.get("a", Note.class)).isEmpty();
              table.commit();
              table.checkpoint();
              assertThat(stored()).isEmpty();
            });
  }
}
