package io.homeostat.statistics.text;

/**
 * How much of two texts is the same.
 *
 * @param precision share of the hypothesis that is in the reference, in [0, 1]
 * @param recall share of the reference that is in the hypothesis, in [0, 1]
 * @param f their harmonic mean, 0 when nothing is shared
 */
public record Overlap(double precision, double recall, double f) {
  static Overlap of(int shared, int hypothesis, int reference) {
    if (shared == 0) {
      return new Overlap(0, 0, 0);
    }
    double precision = shared / (double) hypothesis;
    double recall = shared / (double) reference;
    return new Overlap(precision, recall, 2 * precision * recall / (precision + recall));
  }
}
