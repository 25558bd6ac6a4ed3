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
  BASELINE(3, 2),
  /** {@link io.homeostat.statistics.drift.RecentValues}. */
  RECENT_VALUES(4, 2),
  /** {@link io.homeostat.statistics.drift.DriftStream}. */
  DRIFT_STREAM(5, 4),
  /** {@link io.homeostat.statistics.canary.BettingProcess}. */
  BETTING_PROCESS(6, 2),
  /** {@link io.homeostat.statistics.canary.LateHarmProcess}. */
  LATE_HARM_PROCESS(7, 2),
  /** {@link io.homeostat.statistics.canary.BlockBuilder}. */
  BLOCK_BUILDER(8, 1),
  /** {@link io.homeostat.statistics.canary.DifferenceSequence}. */
  DIFFERENCE_SEQUENCE(9, 1),
  /** {@link io.homeostat.statistics.canary.SampleRatioCheck}. */
  SAMPLE_RATIO_CHECK(10, 1),
  /** {@link io.homeostat.statistics.canary.MetricComparison}. */
  METRIC_COMPARISON(11, 2),
  /** {@link io.homeostat.statistics.canary.CanaryComparison}. */
  CANARY_COMPARISON(12, 2),
  /** {@link io.homeostat.statistics.charts.ShewhartChart}. */
  SHEWHART_CHART(20, 1),
  /** {@link io.homeostat.statistics.charts.SubgroupChart}. */
  SUBGROUP_CHART(21, 1),
  /** {@link io.homeostat.statistics.charts.RunRulesChart}. */
  RUN_RULES_CHART(22, 1),
  /** {@link io.homeostat.statistics.charts.EwmaChart}. */
  EWMA_CHART(23, 1),
  /** {@link io.homeostat.statistics.charts.CusumChart}. */
  CUSUM_CHART(24, 1),
  /** {@link io.homeostat.statistics.charts.RankCusumChart}. */
  RANK_CUSUM_CHART(25, 1),
  /** {@link io.homeostat.statistics.charts.SelfStartingChart}. */
  SELF_STARTING_CHART(26, 1),
  /** {@link io.homeostat.statistics.drift.LagOneCorrelation}. */
  LAG_ONE_CORRELATION(40, 1),
  /** {@link io.homeostat.statistics.drift.BlockDoubling}. */
  BLOCK_DOUBLING(41, 2),
  /** {@link io.homeostat.statistics.drift.EpochESr}. */
  EPOCH_E_SR(42, 1),
  /** {@link io.homeostat.statistics.drift.MeanShiftESr}. */
  MEAN_SHIFT_E_SR(43, 1),
  /** {@link io.homeostat.statistics.drift.FrozenQuantile}. */
  FROZEN_QUANTILE(44, 1),
  /** {@link io.homeostat.statistics.streams.LordPlusPlus}. */
  LORD_PLUS_PLUS(45, 1),
  /** {@link io.homeostat.statistics.streams.EpochFamily}. */
  EPOCH_FAMILY(46, 1),
  /** {@link io.homeostat.statistics.streams.StaggeredFamilies}. */
  STAGGERED_FAMILIES(47, 1),
  /** {@link io.homeostat.statistics.drift.StaggeredESr}. */
  STAGGERED_E_SR(48, 1),
  /** {@link io.homeostat.statistics.drift.NoveltyRank}. */
  NOVELTY_RANK(49, 1),
  /** {@link io.homeostat.statistics.drift.SeasonalProfile}. */
  SEASONAL_PROFILE(50, 1),
  /** {@link io.homeostat.statistics.canary.EmpiricalBernsteinSequence}. */
  EMPIRICAL_BERNSTEIN_SEQUENCE(55, 1),
  /** {@link io.homeostat.statistics.canary.ThresholdTest}. */
  THRESHOLD_TEST(56, 1),
  /** {@link io.homeostat.statistics.paired.FixedHorizonTest}. */
  FIXED_HORIZON_TEST(57, 1),
  /** {@link io.homeostat.statistics.samples.Moments}. */
  MOMENTS(65, 1),
  /** {@link io.homeostat.statistics.samples.QuantileSketch}. */
  QUANTILE_SKETCH(66, 1),
  /** {@link io.homeostat.statistics.samples.LogHistogram}. */
  LOG_HISTOGRAM(67, 1),
  /** {@link io.homeostat.statistics.canary.WindowedThreshold}. */
  WINDOWED_THRESHOLD(68, 1);

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
