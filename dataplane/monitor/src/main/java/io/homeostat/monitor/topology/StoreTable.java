package io.homeostat.monitor.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.monitor.StateTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state table over a Kafka Streams store that changes the store only when a record was taken as a
 * whole: what a failed record wrote is rolled back.
 */
final class StoreTable implements StateTable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTable.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Comparator<String> BYTES =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  private final KeyValueStore<String, byte[]> store;
  private final NavigableMap<String, Optional<byte[]>> changes = new TreeMap<>(BYTES);

  StoreTable(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Makes the changes since the last commit or rollback lasting. */
  void commit() {
    changes.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            store.put(key, value.get());
          } else {
            store.delete(key);
          }
        });
    changes.clear();
  }

  /** Undoes the changes since the last commit or rollback. */
  void rollback() {
    changes.clear();
  }

  @Override
  public <T> Optional<T> get(String key, Class<T> type) {
    Optional<byte[]> change = changes.get(key);
    byte[] value = change == null ? store.get(key) : change.orElse(null);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(value, type));
    } catch (IOException e) {
      LOG.warn(
          "a saved {} cannot be read by this version and begins anew: {}",
          type.getSimpleName(),
          e.getClass().getSimpleName());
      delete(key);
      return Optional.empty();
    }
  }

  @Override
  public void put(String key, Object value) {
    try {
      changes.put(key, Optional.of(JSON.writeValueAsBytes(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "state cannot be written as JSON: " + value.getClass().getName(), e);
    }
  }

  @Override
  public void delete(String key) {
    changes.put(key, Optional.empty());
  }

  @Override
  public List<String> keys(String from, String to) {
    TreeMap<String, Boolean> keys = new TreeMap<>(BYTES);
    try (KeyValueIterator<String, byte[]> stored = store.range(from, to)) {
      while (stored.hasNext()) {
        KeyValue<String, byte[]> entry = stored.next();
        keys.put(entry.key, true);
      }
    }
    changes.subMap(from, to).forEach((key, value) -> keys.put(key, value.isPresent()));
    keys.remove(to);
    keys.values().removeIf(present -> !present);
    return List.copyOf(keys.keySet());
  }
}
