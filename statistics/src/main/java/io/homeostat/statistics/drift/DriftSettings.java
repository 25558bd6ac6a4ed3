package io.homeostat.statistics.drift;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * What a user declares about the drift of one stream.
 *
 * @param minimumSamples values before the stream is judged at all, 10 to freezeSamples
 * @param freezeSamples values before the baseline freezes, up to 2,000
 * @param freezeAfter time before the baseline freezes, ≥ 0, in the unit of the values' times
 * @param smallestDrop the smallest drop that matters, in (0, 1)
 * @param sameDriftWithin a new alarm within this time after a recovery is the same drift, ≥ 0
 */
public record DriftSettings(
    int minimumSamples,
    int freezeSamples,
    long freezeAfter,
    double smallestDrop,
    long sameDriftWithin) {

  /** Checks the ranges. */
  public DriftSettings {
    Require.within("freezeSamples", freezeSamples, 10, Baseline.MOST_SAMPLES);
    Require.within("minimumSamples", minimumSamples, 10, freezeSamples);
    Require.atLeast("the time before the freeze", freezeAfter, 0);
    Require.between("smallestDropThatMatters", smallestDrop, 0, 1);
    Require.atLeast("the time within which a new alarm is the same drift", sameDriftWithin, 0);
  }

  void write(StateWriter out) {
    out.putCompact(minimumSamples)
        .putCompact(freezeSamples)
        .putCompact(freezeAfter)
        .put(smallestDrop)
        .putCompact(sameDriftWithin);
  }

  static DriftSettings read(StateReader in) {
    return new DriftSettings(
        in.nextCount(Baseline.MOST_SAMPLES),
        in.nextCount(Baseline.MOST_SAMPLES),
        in.nextCompact(),
        in.nextDouble(),
        in.nextCompact());
  }

  /** Half of the smallest drop that matters: what the reference lies below the baseline's bound. */
  public double tolerance() {
    return smallestDrop / 2;
  }
}
