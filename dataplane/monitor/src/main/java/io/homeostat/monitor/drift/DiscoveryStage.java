package io.homeostat.monitor.drift;

import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.statistics.drift.DriftPhase;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import io.homeostat.statistics.streams.FamilyRule;
import io.homeostat.statistics.streams.StaggeredFamilies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges the streams of one DriftMonitor together, so that at most the declared share of those that
 * it calls drifted in an epoch is wrong.
 *
 * <p>All streams of a monitor belong to one service, hence to one partition: the second stage needs
 * no topic of its own. It is asked whenever sessions close, which event time alone decides. A
 * stream that recovers and falls again within an epoch needs the evidence that would suffice
 * without any other.
 */
final class DiscoveryStage {
  private final StateTable table;

  DiscoveryStage(StateTable table) {
    this.table = table;
  }

  /**
   * What is kept.
   *
   * @param percent that the families were started with
   * @param streams ends of the keys of the streams, in the order of the families
   * @param families saved {@link StaggeredFamilies}
   */
  record Saved(double percent, List<String> streams, byte[] families) {}

  /**
   * Takes the evidence of streams that were fed, and begins the drifts that follow.
   *
   * @param fed ends of their keys
   * @return whether a drift began
   */
  boolean judge(ServiceDefinition service, MonitorDefinition monitor, List<String> fed) {
    if (!(monitor.promise() instanceof FalseDiscoveries promise) || fed.isEmpty()) {
      return false;
    }
    List<String> streams = streams(service, monitor);
    String key = StateKeys.family(service.name(), monitor.uid());
    StaggeredFamilies families =
        table
            .get(key, Saved.class)
            .filter(saved -> saved.percent() == promise.percent())
            .filter(saved -> saved.streams().equals(streams))
            .map(saved -> StaggeredFamilies.fromBytes(saved.families()))
            .orElseGet(
                () -> StaggeredFamilies.start(FamilyRule.E_BH, promise.share(), streams.size()));
    for (String stream : fed) {
      open(service, monitor, stream)
          .flatMap(DriftStream::shared)
          .ifPresent(evidence -> families.report(streams.indexOf(stream), evidence));
    }
    List<String> before = rejected(streams, families);
    families.evaluate();
    double alone = 2 * streams.size() / promise.share();
    boolean began = false;
    for (String stream : rejected(streams, families)) {
      began |= alarm(service, monitor, stream, alone, before.contains(stream));
    }
    table.put(key, new Saved(promise.percent(), streams, families.toBytes()));
    return began;
  }

  /** Ends of the keys of all streams, K in number, whether they had values or not. */
  private static List<String> streams(ServiceDefinition service, MonitorDefinition monitor) {
    List<String> all = new ArrayList<>();
    monitor
        .signals()
        .forEach(
            signal ->
                service
                    .watched(signal)
                    .forEach(capability -> all.add(StateKeys.stream(signal.name(), capability))));
    return all.stream().sorted().toList();
  }

  private static List<String> rejected(List<String> streams, StaggeredFamilies families) {
    List<String> rejected = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      if (families.rejected(i)) {
        rejected.add(streams.get(i));
      }
    }
    return rejected;
  }

  private Optional<DriftStream> open(
      ServiceDefinition service, MonitorDefinition monitor, String stream) {
    return DriftStreams.load(table, key(service, monitor, stream), monitor)
        .map(state -> state.current().open());
  }

  private boolean alarm(
      ServiceDefinition service,
      MonitorDefinition monitor,
      String stream,
      double alone,
      boolean again) {
    String key = key(service, monitor, stream);
    StreamState state = DriftStreams.load(table, key, monitor).orElse(null);
    if (state == null) {
      return false;
    }
    DriftStream open = state.current().open();
    if (open.phase() != DriftPhase.STEADY || (again && !suffices(open, alone))) {
      return false;
    }
    open.alarm(state.rate().lastMillis(), alone);
    table.put(key, state.withCurrent(state.current().with(open, state.current().units())));
    return true;
  }

  private static boolean suffices(DriftStream stream, double alone) {
    return stream
        .shared()
        .filter(
            evidence ->
                Math.max(evidence.even().logEvidence(), evidence.odd().logEvidence())
                    >= Math.log(alone))
        .isPresent();
  }

  private static String key(ServiceDefinition service, MonitorDefinition monitor, String stream) {
    return StateKeys.drift(service.name(), monitor.uid()) + stream;
  }
}
