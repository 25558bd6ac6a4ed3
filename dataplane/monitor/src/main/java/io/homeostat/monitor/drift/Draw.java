package io.homeostat.monitor.drift;

import java.util.List;

/**
 * A value that is no number.
 *
 * @param kind its name; null for a point
 * @param point coordinates; empty for a kind
 * @param tie what decides between equals, in [0, 1)
 */
record Draw(String kind, List<Double> point, double tie) {
  static Draw ofKind(String kind, double tie) {
    return new Draw(kind, List.of(), tie);
  }

  static Draw ofPoint(List<Double> point, double tie) {
    return new Draw(null, point, tie);
  }
}
