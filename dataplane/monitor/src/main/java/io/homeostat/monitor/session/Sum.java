package io.homeostat.monitor.session;

/**
 * Scores of one set of parts within a session.
 *
 * @param count how many
 * @param total their sum
 */
public record Sum(int count, double total) {
  static final Sum NONE = new Sum(0, 0);

  Sum plus(double value) {
    return new Sum(count + 1, total + value);
  }
}
