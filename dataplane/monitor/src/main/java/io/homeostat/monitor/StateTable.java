package io.homeostat.monitor;

import java.util.List;
import java.util.Optional;

/**
 * What the monitor remembers, as values under ordered keys, so that decisions need not know where
 * it is stored.
 */
public interface StateTable {
  /** The value under a key; nothing when there is none. */
  <T> Optional<T> get(String key, Class<T> type);

  /** Stores a value under a key in place of what was there. */
  void put(String key, Object value);

  /** Forgets what is under a key, if anything. */
  void delete(String key);

  /**
   * Keys from {@code from} (included) to {@code to} (excluded), in the order of their UTF-8 bytes.
   */
  List<String> keys(String from, String to);

  /** How often what was written was undone, so that nothing remembered beside it outlives that. */
  default long rollbacks() {
    return 0;
  }

  /** Keys that begin with {@code prefix}. */
  default List<String> keys(String prefix) {
    return keys(prefix, prefix + Character.toString(Character.MAX_CODE_POINT));
  }
}
