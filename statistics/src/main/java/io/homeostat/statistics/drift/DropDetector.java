package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * The detector of a stream: one that alarms by a limit of its own ({@link MixtureESr}), or one
 * whose evidence is judged together with that of other streams ({@link StaggeredESr}).
 */
final class DropDetector {
  private final MixtureESr own;
  private final StaggeredESr shared;
  private double reference;
  private double deviation;

  private DropDetector(MixtureESr own, StaggeredESr shared, double reference, double deviation) {
    this.own = own;
    this.shared = shared;
    this.reference = reference;
    this.deviation = deviation;
  }

  /**
   * Without values.
   *
   * @param epochLength of the shared epochs; 0 for a limit of its own
   * @param deviation of the baseline's values, which with the other two decides the bets
   */
  static DropDetector start(
      long epochLength, double reference, double deviation, double smallestDrop) {
    return epochLength == 0
        ? new DropDetector(
            MixtureESr.forDrop(reference, deviation, smallestDrop), null, reference, deviation)
        : new DropDetector(
            null,
            StaggeredESr.start(reference, deviation, smallestDrop, epochLength),
            reference,
            deviation);
  }

  void observe(double value, long at) {
    if (own == null) {
      shared.observe(value, at);
    } else {
      own.observe(value, at);
    }
  }

  void retarget(double newReference, double newDeviation, double smallestDrop) {
    double[] bets = BettingGrid.forDrop(newReference, newDeviation, smallestDrop);
    reference = newReference;
    deviation = newDeviation;
    if (own == null) {
      shared.retarget(newReference, bets);
    } else {
      own.retarget(newReference, bets);
    }
  }

  void restart() {
    if (own == null) {
      shared.restart();
    } else {
      own.restart();
    }
  }

  /** Whether the stream may alarm without asking others. */
  boolean alarms(double limit) {
    return own != null && own.logEvidence() >= Math.log(limit);
  }

  DropDecision decide(double limit) {
    return own == null ? shared.stronger().decide(limit) : own.decide(limit);
  }

  double reference() {
    return reference;
  }

  /** Null when it alarms by a limit of its own. */
  StaggeredESr shared() {
    return shared;
  }

  void write(StateWriter out) {
    out.put(reference).put(deviation);
    if (own == null) {
      shared.writeEvidence(out);
    } else {
      own.writeEvidence(out);
    }
  }

  static DropDetector read(StateReader in, long epochLength, double smallestDrop) {
    DropDetector detector = start(epochLength, in.nextDouble(), in.nextDouble(), smallestDrop);
    if (detector.own == null) {
      detector.shared.readEvidence(in);
    } else {
      detector.own.readEvidence(in);
    }
    return detector;
  }
}
