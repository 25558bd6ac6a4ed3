package io.homeostat.monitor;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table in memory whose values cross their bytes both ways, as they do on their way to Kafka and
 * back.
 */
public final class HeapTable implements StateTable {

  private final NavigableMap<String, byte[]> values = new TreeMap<>();

  @Override
  public <T> Optional<T> get(String key, Class<T> type) {
    byte[] value = values.get(key);
    return value == null
        ? Optional.empty()
        : Optional.of(StateCodec.decode(value, type).orElseThrow());
  }

  @Override
  public void put(String key, Object value) {
    values.put(key, StateCodec.encode(value));
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
