package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * The lower bound of a baseline that a detector's reference is taken from, computed anew when the
 * baseline has grown by 5 %, was thinned, is frozen, or when the level of the bound has changed.
 */
final class ReferenceBound {
  private static final double GROWTH = 1.05;
  private static final double MOST = 0.99;

  private int samples;
  private double level;
  private double lower;

  /** Whether a bound was computed. */
  boolean known() {
    return samples > 0;
  }

  boolean stale(Baseline baseline, double baselineLevel) {
    int now = baseline.count();
    boolean grown = now >= GROWTH * samples || now < samples;
    boolean froze = baseline.frozen() && now != samples;
    return !known() || level != baselineLevel || grown || froze;
  }

  void take(Baseline baseline, double baselineLevel) {
    samples = baseline.count();
    level = baselineLevel;
    lower = baseline.lowerBound(level);
  }

  void forget() {
    samples = 0;
  }

  double lower() {
    return lower;
  }

  /** m: the bound less the tolerance, at most .99. */
  double reference(DriftSettings settings) {
    return Math.min(lower - settings.tolerance(), MOST);
  }

  void write(StateWriter out) {
    out.putCompact(samples).put(level).put(lower);
  }

  static ReferenceBound read(StateReader in) {
    ReferenceBound bound = new ReferenceBound();
    bound.samples = in.nextCount(2 * Baseline.MOST_SAMPLES);
    bound.level = in.nextDouble();
    bound.lower = in.nextDouble();
    return bound;
  }
}
