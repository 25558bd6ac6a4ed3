package io.homeostat.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table in memory whose values cross JSON both ways, as they do on their way to Kafka and back.
 */
public final class HeapTable implements StateTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NavigableMap<String, byte[]> values = new TreeMap<>();

  @Override
  public <T> Optional<T> get(String key, Class<T> type) {
    byte[] value = values.get(key);
    try {
      return value == null ? Optional.empty() : Optional.of(JSON.readValue(value, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(String key, Object value) {
    try {
      values.put(key, JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String key) {
    values.remove(key);
  }

  @Override
  public List<String> keys(String from, String to) {
    return List.copyOf(values.subMap(from, to).keySet());
  }

  /** Number of values. */
  public int size() {
    return values.size();
  }

  /** Bytes of one value. */
  public long bytes(String key) {
    return values.get(key).length;
  }

  /** Bytes of all values. */
  public long bytes() {
    return values.values().stream().mapToLong(value -> value.length).sum();
  }
}
