package io.homeostat.monitor.cost;

import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says what answers cost at the prices of one DriftMonitor, and what its drifts cost. */
public final class CostReport {
  /** With fewer sessions on one side a mean says too little. */
  private static final long FEWEST_SESSIONS = 30;

  private final CostLedger ledger;

  public CostReport(CostLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * The verdict at an event time.
   *
   * @param drift what the monitor says of the same moment
   */
  public CostVerdict write(
      ServiceDefinition service, MonitorDefinition monitor, DriftVerdict drift) {
    List<CostVerdict.Release> releases = new ArrayList<>();
    for (String capability : service.watched()) {
      ledger
          .releases(service.name(), capability)
          .forEach(
              (release, history) ->
                  releases.add(release(capability, release, history.all(), monitor)));
    }
    List<CostVerdict.Drift> drifts = new ArrayList<>();
    drifting(drift)
        .values()
        .forEach(stream -> drift(service, monitor, stream).ifPresent(drifts::add));
    return new CostVerdict(
        EventCodec.SCHEMA_VERSION,
        monitor.subject(),
        monitor.uid(),
        service.name(),
        drift.asOfMillis(),
        monitor.specDigest(),
        releases,
        drifts);
  }

  private static CostVerdict.Release release(
      String capability, String release, Spend spend, MonitorDefinition monitor) {
    return new CostVerdict.Release(
        capability,
        release,
        spend.requests(),
        spend.perThousand(monitor.prices()),
        spend.inputPerRequest(),
        spend.outputPerRequest());
  }

  /** Of each capability the stream that changed first. */
  private static Map<String, DriftVerdict.Stream> drifting(DriftVerdict drift) {
    Map<String, DriftVerdict.Stream> first = new TreeMap<>();
    drift.streams().stream()
        .filter(stream -> stream.sinceMillis() != null && stream.baselineRelease() != null)
        .sorted(Comparator.comparing(DriftVerdict.Stream::sinceMillis))
        .forEach(stream -> first.putIfAbsent(stream.capability(), stream));
    return first;
  }

  private Optional<CostVerdict.Drift> drift(
      ServiceDefinition service, MonitorDefinition monitor, DriftVerdict.Stream stream) {
    long change = stream.sinceMillis();
    Map<String, SpendHistory> releases = ledger.releases(service.name(), stream.capability());
    Spend before =
        releases.getOrDefault(stream.baselineRelease(), SpendHistory.NONE).before(change);
    Spend since =
        releases.values().stream()
            .map(history -> history.since(change))
            .reduce(Spend.NONE, Spend::merge);
    if (before.sessions() < FEWEST_SESSIONS || since.sessions() < FEWEST_SESSIONS) {
      return Optional.empty();
    }
    DriftCost cost = DriftCost.of(before, since, monitor.prices());
    return Optional.of(
        new CostVerdict.Drift(
            stream.capability(),
            change,
            since.sessions(),
            cost.total(),
            cost.retries(),
            cost.longerAnswers(),
            cost.longerQuestions(),
            before.perThousand(monitor.prices()),
            since.perThousand(monitor.prices())));
  }
}
