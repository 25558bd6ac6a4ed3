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

  private DropDetector(MixtureESr own, StaggeredESr shared, double reference) {
    this.own = own;
    this.shared = shared;
    this.reference = reference;
  }

  /**
   * Without values.
   *
   * @param epochLength of the shared epochs; 0 for a limit of its own
   */
  static DropDetector start(long epochLength, double reference, double[] bets) {
    return epochLength == 0
        ? new DropDetector(MixtureESr.of(reference, bets), null, reference)
        : new DropDetector(null, StaggeredESr.of(reference, bets, epochLength), reference);
  }

  void observe(double value, long at) {
    if (own == null) {
      shared.observe(value, at);
    } else {
      own.observe(value, at);
    }
  }

  void retarget(double newReference, double[] bets) {
    reference = newReference;
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
    out.put(own != null).put(reference).put(own == null ? shared.toBytes() : own.toBytes());
  }

  static DropDetector read(StateReader in) {
    boolean alone = in.nextBoolean();
    double reference = in.nextDouble();
    byte[] bytes = in.nextBytes();
    return alone
        ? new DropDetector(MixtureESr.fromBytes(bytes), null, reference)
        : new DropDetector(null, StaggeredESr.fromBytes(bytes), reference);
  }
}
