package io.homeostat.crds.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What records put in the place of absent collections, so that no reader asks for null. */
public final class OrEmpty {
  private OrEmpty() {}

  /** An immutable copy; null gives the empty list. */
  public static <T> List<T> list(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  /** An immutable copy in the given order; null gives the empty map. */
  public static <K, V> Map<K, V> map(Map<K, V> values) {
    return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
