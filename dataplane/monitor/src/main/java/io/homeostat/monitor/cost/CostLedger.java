package io.homeostat.monitor.cost;

import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Tally;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers what the answers that clients saw used, by capability and release, of services that a
 * DriftMonitor knows prices for. Of each capability the {@value #MOST_RELEASES} releases are kept
 * that answered last.
 */
public final class CostLedger {
  static final int MOST_RELEASES = 8;

  private final StateTable table;

  public CostLedger(StateTable table) {
    this.table = table;
  }

  /** Takes a closed session. */
  public void take(ServiceDefinition service, SessionUnit unit) {
    if (SessionUnit.SHADOW.equals(unit.role())
        || service.monitors().stream().noneMatch(MonitorDefinition::priced)) {
      return;
    }
    unit.capabilities().forEach((capability, tally) -> add(service, capability, unit, tally));
  }

  private void add(ServiceDefinition service, String capability, SessionUnit unit, Tally tally) {
    String key = StateKeys.cost(service.name(), capability, unit.release());
    SpendHistory known = table.get(key, SpendHistory.class).orElse(SpendHistory.NONE);
    table.put(key, known.plus(unit.startMillis(), tally));
    if (known.spans().isEmpty()) {
      makeRoom(service.name(), capability);
    }
  }

  private void makeRoom(String service, String capability) {
    Map<String, SpendHistory> kept = releases(service, capability);
    if (kept.size() > MOST_RELEASES) {
      kept.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().lastMillis()))
          .ifPresent(oldest -> table.delete(StateKeys.cost(service, capability, oldest.getKey())));
    }
  }

  /** What a capability used under each release. */
  Map<String, SpendHistory> releases(String service, String capability) {
    String prefix = StateKeys.cost(service, capability);
    Map<String, SpendHistory> found = new TreeMap<>();
    for (String key : table.keys(prefix)) {
      table
          .get(key, SpendHistory.class)
          .ifPresent(history -> found.put(key.substring(prefix.length()), history));
    }
    return found;
  }
}
