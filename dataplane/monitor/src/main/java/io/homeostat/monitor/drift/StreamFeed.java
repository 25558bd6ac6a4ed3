package io.homeostat.monitor.drift;

import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.DriftStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which baseline a value is held against, and when another baseline takes over.
 *
 * <p>Values of the watched lane's release and scorer set go to it. Values of another release under
 * the same set (a promotion) are held against it, too, and found a lane of their own, which takes
 * over when it has its baseline, but never while the watched one drifts: only its recovery test
 * ends a drift. Values of another scorer set (a changed judge, other parts) are never compared with
 * the watched lane; their lane takes over once the watched one has brought nothing for a whole
 * baseline, and while it drifts only when the release has changed as well.
 */
final class StreamFeed {
  static final int MOST_SUCCESSORS = 3;

  private final DriftSettings settings;
  private final AlarmBudget budget;

  StreamFeed(DriftSettings settings, AlarmBudget budget) {
    this.settings = settings;
    this.budget = budget;
  }

  /**
   * A value of one session.
   *
   * @param release that gave the answers
   * @param scorerSet of the value; empty for signals that no judge gives
   * @param value in [0,1], higher is better
   * @param atMillis start of the session
   */
  record Value(String release, String scorerSet, double value, long atMillis) {}

  /** The limits of a stream at its present rate. */
  AlarmLimits limits(StreamState state) {
    return budget.forStream(state.rate().perMonth());
  }

  /** The state after the values of one session, each of another scorer set; at least one. */
  StreamState feed(StreamState before, List<Value> values) {
    StreamState state = before == null ? begin(values.getFirst()) : before;
    StreamRate rate = state.rate().plus(values.getFirst().atMillis());
    AlarmLimits limits = budget.forStream(rate.perMonth());
    Lane current = state.current();
    List<Lane> successors = new ArrayList<>(state.successors());
    long silent = state.silent() + 1;
    for (Value value : values) {
      boolean comparable = value.scorerSet().equals(current.scorerSet());
      boolean own = current.isOf(value.release(), value.scorerSet());
      if (own) {
        current = observe(current, value, limits);
      } else {
        if (comparable) {
          current = watch(current, value, limits, !value.release().equals(state.release()));
        }
        observeSuccessor(successors, value, limits);
      }
      silent = comparable ? 0 : silent;
    }
    StreamState fed = state.fed(current, successors, silent, values.getFirst().release(), rate);
    return takeOver(fed);
  }

  private StreamState begin(Value first) {
    return new StreamState(
        settings,
        lane(first),
        List.of(),
        0,
        first.release(),
        StreamRate.start(first.atMillis()),
        null,
        0,
        null);
  }

  private Lane lane(Value first) {
    return new Lane(first.release(), first.scorerSet(), DriftStream.start(settings).toBytes(), 0);
  }

  private static Lane observe(Lane lane, Value value, AlarmLimits limits) {
    DriftStream stream = lane.open();
    stream.observe(value.value(), value.atMillis(), limits);
    return lane.with(stream);
  }

  private static Lane watch(Lane lane, Value value, AlarmLimits limits, boolean promoted) {
    DriftStream stream = lane.open();
    if (promoted) {
      stream.serviceChanged();
    }
    stream.watch(value.value(), value.atMillis(), limits);
    return lane.with(stream);
  }

  private void observeSuccessor(List<Lane> successors, Value value, AlarmLimits limits) {
    Lane fed =
        successors.stream()
            .filter(lane -> lane.isOf(value.release(), value.scorerSet()))
            .findFirst()
            .orElseGet(() -> lane(value));
    successors.remove(fed);
    if (successors.size() >= MOST_SUCCESSORS) {
      successors.removeFirst();
    }
    successors.add(observe(fed, value, limits));
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
      return !drifting;
    }
    boolean silent = state.silent() >= settings.minimumSamples();
    return silent && (!drifting || !current.release().equals(successor.release()));
  }
}
