package io.homeostat.monitor.drift;

import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.streams.FalseAlarmPromise.StreamSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which baseline a value is held against, and when another baseline takes over.
 *
 * <p>Values of the watched lane's release and scorer set go to it. Values of another release under
 * the same set (a promotion) are held against it, too, and found a lane of their own, which takes
 * over when it has its baseline, but never while the watched one drifts: only its recovery test
 * ends a drift, and what was learnt meanwhile is forgotten then; and never when the watched one's
 * release is the anchor. Of what is asked no release makes a difference. Values of another scorer
 * set (a changed judge, other parts) are never compared with the watched lane; their lane takes
 * over once the watched one has brought nothing for a whole baseline, and while it drifts only when
 * the release has changed as well.
 */
final class StreamFeed {
  static final int MOST_SUCCESSORS = 3;

  private static final double MONTH_MILLIS = 30 * 86_400_000d;

  private final MonitorDefinition monitor;
  private final int streams;
  private final SignalMetric metric;
  private final List<ChartPlan> charts;

  /**
   * For the streams of one signal.
   *
   * @param streams K, all streams of the monitor
   */
  StreamFeed(MonitorDefinition monitor, int streams, Signal signal) {
    this.monitor = monitor;
    this.streams = streams;
    this.metric = signal.metric();
    this.charts = monitor.charts(signal);
  }

  /**
   * A value of one session.
   *
   * @param release that gave the answers
   * @param scorerSet of the value; empty for signals that no judge gives
   * @param value of a share in [0,1], higher is better; of amounts and times in their own unit; of
   *     kinds and points 0
   * @param atMillis start of the session
   * @param draw the kind or point; null for others
   */
  record Value(String release, String scorerSet, double value, long atMillis, Draw draw) {}

  /**
   * The limits of a stream at its present rate. Of a stream that is judged with others the limit is
   * the one without epochs at which it would be as late.
   */
  AlarmLimits limits(StreamState state) {
    return limits(state.rate());
  }

  private AlarmLimits limits(StreamRate rate) {
    double perMonth = rate.perMonth();
    return switch (monitor.promise().forStream(streams, perMonth)) {
      case StreamSettings.OwnLimit own -> own.limits();
      case StreamSettings.SharedEpochs shared ->
          new AlarmLimits(
              Math.max(1, shared.aloneLimit() * perMonth * shared.epochLength() / MONTH_MILLIS),
              shared.baselineLevel());
    };
  }

  /** ln of the evidence at which a stream alarms when no other does. */
  double logLimit(StreamState state) {
    return switch (monitor.promise().forStream(streams, state.rate().perMonth())) {
      case StreamSettings.OwnLimit own -> Math.log(own.limits().limit());
      case StreamSettings.SharedEpochs shared -> Math.log(shared.aloneLimit());
    };
  }

  /** The state after the values of one session, each of another scorer set; at least one. */
  StreamState feed(StreamState before, List<Value> values) {
    StreamState state = before == null ? begin(values.getFirst()) : before;
    if (!metric.perMinute()) {
      return take(state, values);
    }
    Minute.Step step = Minute.step(state.minute(), values.getFirst());
    StreamState pending = state.withMinute(step.pending());
    return step.complete().map(minute -> take(pending, List.of(minute))).orElse(pending);
  }

  private StreamState take(StreamState state, List<Value> values) {
    StreamRate rate = state.rate().plus(values.getFirst().atMillis());
    AlarmLimits limits = limits(rate);
    Lane current = state.current();
    List<Lane> successors = new ArrayList<>(state.successors());
    long silent = state.silent() + 1;
    for (Value value : values) {
      boolean comparable = value.scorerSet().equals(current.scorerSet());
      boolean own =
          comparable && (metric.asked() || current.isOf(value.release(), value.scorerSet()));
      if (own) {
        current = current.observe(value, limits);
      } else {
        if (comparable) {
          current = current.watch(value, limits, !value.release().equals(state.release()));
        }
        observeSuccessor(successors, current, value, limits);
      }
      silent = comparable ? 0 : silent;
    }
    if (state.current().drifting() && !current.drifting()) {
      String set = current.scorerSet();
      successors.removeIf(lane -> lane.scorerSet().equals(set)); // it has learnt from the fall
    }
    StreamState fed = state.fed(current, successors, silent, values.getFirst().release(), rate);
    return takeOver(charted(fed, values));
  }

  private StreamState charted(StreamState fed, List<Value> values) {
    Display shown = fed.display() == null ? Display.NONE : fed.display();
    if (charts.isEmpty() && shown.charts() == null) {
      return fed;
    }
    for (Value value : values) {
      if (value.scorerSet().equals(fed.current().scorerSet())) {
        shown = shown.charted(charts, value, monitor.settings().freezeAfter());
      }
    }
    return fed.withDisplay(shown);
  }

  private StreamState begin(Value first) {
    return new StreamState(
        monitor.settings(),
        lane(first, Stages.start(metric, monitor)),
        List.of(),
        0,
        first.release(),
        StreamRate.start(first.atMillis()),
        null,
        0,
        null,
        null,
        monitor.epochMillis(),
        null);
  }

  private Lane lane(Value first, Stages stages) {
    DriftStream stream = DriftStream.start(Stages.settings(monitor), monitor.epochMillis());
    return new Lane(first.release(), first.scorerSet(), stream.toBytes(), 0, stages);
  }

  private void observeSuccessor(
      List<Lane> successors, Lane current, Value value, AlarmLimits limits) {
    Lane fed =
        successors.stream()
            .filter(lane -> lane.isOf(value.release(), value.scorerSet()))
            .findFirst()
            .orElseGet(
                () -> lane(value, Stages.start(metric, monitor).inSeasonOf(current.stages())));
    successors.remove(fed);
    if (successors.size() >= MOST_SUCCESSORS) {
      successors.removeFirst();
    }
    successors.add(fed.observe(value, limits));
  }

  private StreamState takeOver(StreamState state) {
    for (Lane successor : state.successors().reversed()) {
      if (!successor.learning() && mayTakeOver(state, successor)) {
        return state
            .fed(successor, List.of(), 0, state.release(), state.rate())
            .withDelay(null)
            .withCause(null, 0);
      }
    }
    return state;
  }

  private boolean mayTakeOver(StreamState state, Lane successor) {
    Lane current = state.current();
    if (current.learning()) {
      return true;
    }
    boolean drifting = current.drifting();
    if (current.scorerSet().equals(successor.scorerSet())) {
      return !drifting && !monitor.anchor().keeps(current.release());
    }
    boolean silent = state.silent() >= monitor.settings().minimumSamples();
    return silent && (!drifting || !current.release().equals(successor.release()));
  }
}
