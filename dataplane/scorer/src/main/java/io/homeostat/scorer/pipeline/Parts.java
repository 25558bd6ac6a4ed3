package io.homeostat.scorer.pipeline;

import java.util.Map;
import java.util.TreeMap;

/** The parts of one score while it is made: a value, or why there is none. */
final class Parts {
  private final Map<String, Double> values = new TreeMap<>();
  private final Map<String, String> missing = new TreeMap<>();

  void put(String part, double value) {
    values.put(part, value);
  }

  void missing(String part, String reason) {
    missing.put(part, reason);
  }

  /** Part → value in [0,1]. */
  Map<String, Double> values() {
    return values;
  }

  /** Declared part → why it has no value. */
  Map<String, String> missing() {
    return missing;
  }
}
