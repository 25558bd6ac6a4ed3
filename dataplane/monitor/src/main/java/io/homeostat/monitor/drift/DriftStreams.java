package io.homeostat.monitor.drift;

import io.homeostat.events.RescoringVerdict;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.Trust;
import io.homeostat.monitor.cause.CauseFinder;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.statistics.drift.DriftVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Feeds closed sessions of the stable release to the streams of a DriftMonitor, one per signal and
 * capability.
 */
public final class DriftStreams {
  private final StateTable table;
  private final CauseFinder causes;
  private final DiscoveryStage discoveries;

  public DriftStreams(StateTable table, CauseFinder causes) {
    this.table = table;
    this.causes = causes;
    this.discoveries = new DiscoveryStage(table);
  }

  /**
   * A stream as it was saved, unless its settings have changed or another version of the program
   * wrote it.
   */
  static Optional<StreamState> load(StateTable table, String key, MonitorDefinition monitor) {
    return table
        .get(key, StreamState.class)
        .filter(state -> state.settings().equals(monitor.settings()))
        .filter(state -> state.epochMillis() == monitor.epochMillis())
        .filter(state -> state.current().stages().seasonal() == monitor.seasonal())
        .filter(StreamState::readable);
  }

  /**
   * Takes a closed session; sessions of other roles than {@code Stable} are left out.
   *
   * @return whether the state of a stream changed, so that it should be told at once
   */
  public boolean feed(ServiceDefinition service, MonitorDefinition monitor, SessionUnit unit) {
    if (monitor.suspended() || !SessionUnit.STABLE.equals(unit.role())) {
      return false;
    }
    boolean changed = false;
    List<String> fed = new ArrayList<>();
    for (Signal signal : monitor.signals()) {
      StreamFeed feed = new StreamFeed(monitor, service.streams(monitor), signal);
      for (String capability : watched(signal, unit)) {
        String stream = StateKeys.stream(signal.name(), capability);
        String key = StateKeys.drift(service.name(), monitor.uid()) + stream;
        SignalValues values = SignalValues.of(unit, capability, monitor.prices());
        changed |= feed(feed, monitor, key, signal, values);
        fed.add(stream);
      }
    }
    return discoveries.judge(service, monitor, fed) || changed;
  }

  private static Set<String> watched(Signal signal, SessionUnit unit) {
    return signal.metric().serviceWide()
        ? Set.of(ServiceDefinition.WHOLE)
        : unit.capabilities().keySet();
  }

  private boolean feed(
      StreamFeed feed, MonitorDefinition monitor, String key, Signal signal, SignalValues from) {
    StreamState before = load(table, key, monitor).orElse(null);
    List<Value> values = from.of(signal, before == null ? null : before.current().scorerSet());
    if (values.isEmpty()) {
      return false;
    }
    StreamState after = feed.feed(before, values);
    List<Double> amounts = from.amounts(signal);
    if (!amounts.isEmpty()) {
      Display shown = after.display() == null ? Display.NONE : after.display();
      after = after.withDisplay(shown.plus(amounts));
    }
    if (!after.current().drifting()) {
      after = after.withCause(null, 0);
    }
    table.put(key, after);
    return before == null || before.current().phase() != after.current().phase();
  }

  /**
   * Looks for the cause of each drift of a monitor.
   *
   * @param rescored what the judge of today said of stored answers to a capability
   */
  public void findCauses(
      ServiceDefinition service,
      MonitorDefinition monitor,
      Trust trust,
      Function<String, Optional<RescoringVerdict>> rescored) {
    trust.word().ifPresent(word -> causes.judged(service.name(), word));
    StreamFeed feed = new StreamFeed(monitor, service.streams(monitor), Signal.QUALITY);
    String prefix = StateKeys.drift(service.name(), monitor.uid());
    for (String key : table.keys(prefix)) {
      String[] names = key.substring(prefix.length()).split("\\|", 2);
      StreamState state = load(table, key, monitor).orElse(null);
      if (state != null
          && state.current().drifting()
          && state.current().open().verdict(feed.limits(state))
              instanceof DriftVerdict.Drifting drifting) {
        CauseFinder.Result result =
            causes.look(
                new CauseFinder.Question(
                    service,
                    names[1],
                    names[0],
                    state.current().scorerSet(),
                    state.current().release(),
                    state.release(),
                    drifting.since(),
                    monitor.signal(names[0]).map(trust::in).orElse(false),
                    state.cause(),
                    state.causeLooks(),
                    rescored.apply(names[1]).orElse(null),
                    difference(state)));
        if (result.looks() != state.causeLooks()
            || !Objects.equals(result.finding(), state.cause())) {
          table.put(key, state.withCause(result.finding(), result.looks()));
        }
      }
    }
  }

  /** Said once, when the drift is new. */
  private static String difference(StreamState state) {
    RankStage ranks = state.current().stages().ranks();
    return ranks == null || state.cause() != null ? null : ranks.difference();
  }
}
