package io.homeostat.statistics;

/**
 * The kinds of saved state, each with the version of its byte layout, so that bytes of another kind
 * or of another release are refused instead of misread.
 */
public enum StateKind {
  /** {@link io.homeostat.statistics.drift.MixtureESr}. */
  MIXTURE_E_SR(1, 1),
  /** {@link io.homeostat.statistics.drift.RecoveryEvidence}. */
  RECOVERY_EVIDENCE(2, 1),
  /** {@link io.homeostat.statistics.drift.Baseline}. */
  BASELINE(3, 1),
  /** {@link io.homeostat.statistics.drift.RecentValues}. */
  RECENT_VALUES(4, 1),
  /** {@link io.homeostat.statistics.drift.DriftStream}. */
  DRIFT_STREAM(5, 1),
  /** {@link io.homeostat.statistics.canary.BettingProcess}. */
  BETTING_PROCESS(6, 1),
  /** {@link io.homeostat.statistics.canary.LateHarmProcess}. */
  LATE_HARM_PROCESS(7, 1),
  /** {@link io.homeostat.statistics.canary.BlockBuilder}. */
  BLOCK_BUILDER(8, 1),
  /** {@link io.homeostat.statistics.canary.DifferenceSequence}. */
  DIFFERENCE_SEQUENCE(9, 1),
  /** {@link io.homeostat.statistics.canary.SampleRatioCheck}. */
  SAMPLE_RATIO_CHECK(10, 1),
  /** {@link io.homeostat.statistics.canary.MetricComparison}. */
  METRIC_COMPARISON(11, 1),
  /** {@link io.homeostat.statistics.canary.CanaryComparison}. */
  CANARY_COMPARISON(12, 1),
  /** {@link io.homeostat.statistics.samples.Moments}. */
  MOMENTS(65, 1),
  /** {@link io.homeostat.statistics.samples.QuantileSketch}. */
  QUANTILE_SKETCH(66, 1);

  private final byte code;
  private final byte version;

  StateKind(int code, int version) {
    this.code = (byte) code;
    this.version = (byte) version;
  }

  /** The first byte of a saved state. */
  public byte code() {
    return code;
  }

  /**
   * The second byte of a saved state: the version of its layout that this build writes and reads.
   */
  public byte version() {
    return version;
  }
}
