package io.homeostat.monitor;

import io.homeostat.monitor.canary.Pairs;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds and deletes the state of subjects that are finished or gone. */
final class Undeclared {
  private final StateTable table;
  private final Definitions definitions;

  Undeclared(StateTable table, Definitions definitions) {
    this.table = table;
    this.definitions = definitions;
  }

  /**
   * Deletes it; returns the keys of verdicts whose subject is gone, so that they can be withdrawn.
   */
  List<String> forget() {
    List<String> withdrawn = new ArrayList<>();
    for (String service : services()) {
      Optional<ServiceDefinition> definition = definitions.service(service);
      Set<String> declared = definition.map(Undeclared::subjects).orElse(Set.of());
      Set<String> active = definition.map(Undeclared::activeSubjects).orElse(Set.of());
      table.keys(StateKeys.drift(service)).stream()
          .filter(key -> !active.contains(uid(StateKeys.drift(service), key)))
          .forEach(table::delete);
      table.keys(StateKeys.families(service)).stream()
          .filter(key -> !active.contains(uid(StateKeys.families(service), key)))
          .forEach(table::delete);
      table.keys(StateKeys.canary(service)).stream()
          .filter(key -> !active.contains(uid(StateKeys.canary(service), key)))
          .forEach(table::delete);
      for (String key : table.keys(StateKeys.told(service))) {
        if (!declared.contains(uid(StateKeys.told(service), key))) {
          table.get(key, Told.class).map(Told::key).ifPresent(withdrawn::add);
          table.delete(key);
        }
      }
      if (definition.isPresent() && !testing(definition.get())) {
        new Pairs(table).forgetAll(service);
      }
      if (definition.isEmpty()) {
        table.keys(StateKeys.service(service)).forEach(table::delete);
        table.delete(StateKeys.clock(service));
      }
    }
    return withdrawn;
  }

  private static boolean testing(ServiceDefinition service) {
    return service.canaries().stream().anyMatch(canary -> canary.phase() == Phase.TESTING);
  }

  private List<String> services() {
    String clocks = StateKeys.clocks();
    return table.keys(clocks).stream().map(key -> key.substring(clocks.length())).toList();
  }

  private static Set<String> subjects(ServiceDefinition service) {
    return subjects(service, true);
  }

  private static Set<String> activeSubjects(ServiceDefinition service) {
    return subjects(service, false);
  }

  private static Set<String> subjects(ServiceDefinition service, boolean finished) {
    Set<String> uids =
        service.monitors().stream().map(MonitorDefinition::uid).collect(Collectors.toSet());
    service.canaries().stream()
        .filter(canary -> finished || canary.phase() != Phase.OVER)
        .map(CanaryDefinition::uid)
        .forEach(uids::add);
    return uids;
  }

  private static String uid(String prefix, String key) {
    String rest = key.substring(prefix.length());
    int bar = rest.indexOf('|');
    return bar < 0 ? rest : rest.substring(0, bar);
  }
}
