package io.homeostat.statistics.drift;

import io.homeostat.statistics.Interval;
import java.util.Optional;

/** What can be said about a stream now; "cannot be said" is an answer of its own. */
public sealed interface DriftVerdict {

  /**
   * The baseline is not there yet.
   *
   * @param samples values (blocks, when they are averaged) so far
   * @param needed values needed before the stream is judged
   * @param blockSize neighbouring values averaged into one because they are autocorrelated; 1 for
   *     none
   */
  record NotEnoughData(int samples, int needed, int blockSize) implements DriftVerdict {}

  /**
   * No drop can be detected: the bound of the baseline less the tolerance leaves no room below.
   *
   * @param baseline mean of the baseline with the bound that is used
   * @param reference the mean that would have to be undercut, below .01
   */
  record NotMonitorable(BaselineSummary baseline, double reference) implements DriftVerdict {}

  /**
   * No drift is shown.
   *
   * @param baseline mean of the baseline with the bound that is used
   * @param current mean of the last values with a 95 % interval; empty right after a recovery
   * @param evidence of a drop, to be compared with its limit
   * @param recovered whether the stream has drifted before and recovered
   */
  record Steady(
      BaselineSummary baseline,
      Optional<Interval> current,
      DropDecision evidence,
      boolean recovered)
      implements DriftVerdict {}

  /**
   * The mean has dropped and has not been shown to be back.
   *
   * @param baseline mean of the baseline with the bound that is used
   * @param current mean of the last values since the change with a 95 % interval; at the moment of
   *     the alarm it is selected low
   * @param alarm the evidence at the alarm; its {@code since} is the estimated time of the change
   * @param alarmedAt time of the value that raised the alarm
   * @param since estimated time of the change; of the first one when the same drift came back
   * @param recoveryLogEvidence ln of the evidence for recovery; ln 20 ends the drift
   */
  record Drifting(
      BaselineSummary baseline,
      Optional<Interval> current,
      DropDecision alarm,
      long alarmedAt,
      long since,
      double recoveryLogEvidence)
      implements DriftVerdict {

    /** Baseline mean less current mean; empty when there is no current mean. */
    public Optional<Double> drop() {
      return current.map(now -> baseline.mean() - now.estimate());
    }
  }

  /**
   * The baseline as the detector uses it.
   *
   * @param samples values kept (blocks, when they are averaged)
   * @param mean their mean
   * @param deviation their standard deviation
   * @param lowerBound lower confidence bound of the true mean
   * @param smallestDetectableDrop mean less the detector's reference (bound less tolerance): a drop
   *     has to be larger than this to be found at all
   * @param frozen whether it has stopped growing
   * @param blockSize neighbouring values averaged into one because they are autocorrelated; 1 for
   *     none
   */
  record BaselineSummary(
      int samples,
      double mean,
      double deviation,
      double lowerBound,
      double smallestDetectableDrop,
      boolean frozen,
      int blockSize) {}
}
