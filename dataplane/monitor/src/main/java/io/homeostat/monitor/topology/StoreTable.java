package io.homeostat.monitor.topology;

import io.homeostat.monitor.StateCodec;
import io.homeostat.monitor.StateTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state table over a Kafka Streams store that works on objects and writes to the store only at
 * checkpoints, which come before each commit of the stream: a value that changes with every record
 * is encoded once in between, and one that comes and goes is never.
 *
 * <p>What a failed record wrote is rolled back. Values are shared, so they must not change.
 */
final class StoreTable implements StateTable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTable.class);
  private static final Object NOTHING = new Object();

  /** The order of UTF-8 bytes is that of code points; only surrogates lie elsewhere in UTF-16. */
  private static final Comparator<String> BYTES = StoreTable::compareBytes;

  private final KeyValueStore<String, byte[]> store;

  /** Values since the last checkpoint, read or written; {@link #NOTHING} for none. */
  private final Map<String, Object> known = new HashMap<>();

  /**
   * Keys whose value differs from the store's, and whether there is one; of each kind of a service
   * apart, because there are many and they begin alike.
   */
  private final Map<String, NavigableMap<String, Boolean>> changed = new HashMap<>();

  /** What the present record has written; {@link #NOTHING} for what it deleted. */
  private final Map<String, Object> written = new HashMap<>();

  private long rollbacks;

  StoreTable(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Keeps what was written since the last commit or rollback. */
  void commit() {
    written.forEach(
        (key, value) -> {
          known.put(key, value);
          changed
              .computeIfAbsent(kindOf(key), _ -> new TreeMap<>(BYTES))
              .put(key, value != NOTHING);
        });
    written.clear();
  }

  /** Undoes what was written since the last commit or rollback. */
  void rollback() {
    if (!written.isEmpty()) {
      written.clear();
      rollbacks++;
    }
  }

  @Override
  public long rollbacks() {
    return rollbacks;
  }

  /** Writes what was committed to the store. */
  void checkpoint() {
    changed.values().forEach(keys -> keys.forEach(this::write));
    changed.clear();
    known.clear();
  }

  private void write(String key, boolean present) {
    if (present) {
      store.put(key, StateCodec.encode(known.get(key)));
    } else {
      store.delete(key);
    }
  }

  /** The beginning of a key up to its second bar; the whole key when it has fewer. */
  private static String kindOf(String key) {
    int bar = secondBar(key);
    return bar < 0 ? key : key.substring(0, bar + 1);
  }

  private static int secondBar(String key) {
    return key.indexOf('|', key.indexOf('|') + 1);
  }

  @Override
  public <T> Optional<T> get(String key, Class<T> type) {
    Object value = written.get(key);
    if (value == null) {
      value = known.computeIfAbsent(key, absent -> stored(absent, type));
    }
    if (value == NOTHING) {
      return Optional.empty();
    }
    return Optional.of(type.cast(value));
  }

  private Object stored(String key, Class<?> type) {
    byte[] bytes = store.get(key);
    if (bytes == null) {
      return NOTHING;
    }
    Optional<?> value = StateCodec.decode(bytes, type);
    if (value.isEmpty()) {
      LOG.warn(
          "a saved {} is of another version and cannot be read: what it held begins anew",
          type.getSimpleName());
      delete(key);
      return NOTHING;
    }
    return value.get();
  }

  @Override
  public void put(String key, Object value) {
    written.put(key, value);
  }

  @Override
  public void delete(String key) {
    written.put(key, NOTHING);
  }

  @Override
  public List<String> keys(String from, String to) {
    NavigableMap<String, Boolean> since = changedBetween(from, to);
    TreeSet<String> keys = new TreeSet<>(BYTES);
    try (KeyValueIterator<String, byte[]> stored = store.range(from, to)) {
      while (stored.hasNext()) {
        KeyValue<String, byte[]> entry = stored.next();
        if (!entry.key.equals(to) && since.getOrDefault(entry.key, true)) {
          keys.add(entry.key);
        }
      }
    }
    since.forEach(
        (key, present) -> {
          if (present) {
            keys.add(key);
          }
        });
    written.forEach(
        (key, value) -> {
          if (value == NOTHING) {
            keys.remove(key);
          } else if (compareBytes(key, from) >= 0 && compareBytes(key, to) < 0) {
            keys.add(key);
          }
        });
    return new ArrayList<>(keys);
  }

  private NavigableMap<String, Boolean> changedBetween(String from, String to) {
    String kind = kindOf(from);
    if (secondBar(from) >= 0 && to.startsWith(kind)) {
      NavigableMap<String, Boolean> of = changed.get(kind);
      return of == null ? Collections.emptyNavigableMap() : of.subMap(from, true, to, false);
    }
    NavigableMap<String, Boolean> all = new TreeMap<>(BYTES);
    changed
        .values()
        .forEach(
            keys ->
                keys.forEach(
                    (key, present) -> {
                      if (compareBytes(key, from) >= 0 && compareBytes(key, to) < 0) {
                        all.put(key, present);
                      }
                    }));
    return all;
  }

  private static int compareBytes(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        boolean aside = Character.isSurrogate(one) != Character.isSurrogate(other);
        return aside
            ? Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other))
            : one - other;
      }
    }
    return left.length() - right.length();
  }
}
