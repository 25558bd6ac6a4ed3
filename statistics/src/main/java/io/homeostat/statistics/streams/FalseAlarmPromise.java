package io.homeostat.statistics.streams;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;

/**
 * What a monitor promises about false alarms, and what follows for each of its streams. The two
 * kinds are never mixed.
 */
public sealed interface FalseAlarmPromise {

  /**
   * What follows for one stream.
   *
   * @param streams K ≥ 1, all streams of the monitor
   * @param valuesPerMonth n_k &gt; 0, values of this stream a month
   */
  StreamSettings forStream(int streams, double valuesPerMonth);

  /**
   * At most x false alarms a month over all streams: stream k alarms at c_k = K·n_k/x.
   *
   * @param falseAlarms x &gt; 0
   */
  record PerMonth(double falseAlarms) implements FalseAlarmPromise {
    /** Checks the range. */
    public PerMonth {
      new AlarmBudget(falseAlarms, 1);
    }

    @Override
    public StreamSettings forStream(int streams, double valuesPerMonth) {
      AlarmBudget budget = new AlarmBudget(falseAlarms, streams);
      return new StreamSettings.OwnLimit(budget.forStream(valuesPerMonth));
    }
  }

  /**
   * At most this share of false ones among the streams called drifted in an epoch; without any
   * drift P(any call) is at most the same per epoch. The bounds of the K baselines fail with
   * probability 0.1·q/K each.
   *
   * @param percent 100·q, in (0, 50]
   * @param epochLength ≥ 2, in the unit of the values' times
   */
  record FalseDiscoveries(double percent, long epochLength) implements FalseAlarmPromise {
    private static final double BASELINE_SHARE = 0.1;

    /** Checks the ranges. */
    public FalseDiscoveries {
      Require.within("falseAlarms.falseDiscoveryPercent", percent, 1e-6, 50);
      Require.atLeast("falseAlarms.epochSeconds", epochLength, 2);
    }

    /** q. */
    public double share() {
      return percent / 100;
    }

    @Override
    public StreamSettings forStream(int streams, double valuesPerMonth) {
      Require.within("the number of streams", streams, 1, Integer.MAX_VALUE);
      Require.within("values per month", valuesPerMonth, Double.MIN_NORMAL, 1e15);
      return new StreamSettings.SharedEpochs(
          epochLength, share(), 2 * streams / share(), BASELINE_SHARE * share() / streams);
    }
  }

  /** How one stream is judged. */
  sealed interface StreamSettings {

    /**
     * By its own limit.
     *
     * @param limits the limit, and the level of the baseline bound
     */
    record OwnLimit(AlarmLimits limits) implements StreamSettings {}

    /**
     * Together with all others by {@link StaggeredFamilies}.
     *
     * @param epochLength of each of the two staggered sequences
     * @param alpha q, to be given to {@link StaggeredFamilies#start}
     * @param aloneLimit 2K/q: the e-value at which a stream is rejected when no other one is
     * @param baselineLevel probability with which the bound of the baseline may be wrong
     */
    record SharedEpochs(long epochLength, double alpha, double aloneLimit, double baselineLevel)
        implements StreamSettings {}
  }
}
