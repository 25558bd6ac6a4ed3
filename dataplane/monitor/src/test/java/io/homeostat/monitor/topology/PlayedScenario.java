package io.homeostat.monitor.topology;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.detection.Recording;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the monitor said while a recording was played.
 *
 * @param falseAlarms drifts that were told before the change
 * @param alarms streams that drifted since, with the interactions of all capabilities until then
 * @param causes latest cause of each of these streams other than Unknown, else Unknown
 * @param last the latest verdict
 */
record PlayedScenario(
    int falseAlarms, Map<String, Integer> alarms, Map<String, String> causes, DriftVerdict last) {

  static String name(DriftVerdict.Stream stream) {
    return stream.capability() + "/" + stream.signal();
  }

  /** The interactions since the change until the first stream drifted. */
  Optional<Integer> first() {
    return alarms.values().stream().min(Integer::compare);
  }

  /** Signals of which a stream drifted since the change. */
  Set<String> signals() {
    return alarms.keySet().stream()
        .map(name -> name.substring(name.indexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  Set<String> causes(String signal) {
    Set<String> found = new HashSet<>();
    causes.forEach(
        (stream, cause) -> {
          if (stream.endsWith("/" + signal)) {
            found.add(cause);
          }
        });
    return found;
  }

  static PlayedScenario of(Recording recording, List<DriftVerdict> verdicts) {
    int early = 0;
    Set<String> drifting = new HashSet<>();
    Map<String, Integer> alarms = new HashMap<>();
    Map<String, String> causes = new HashMap<>();
    DriftVerdict last = null;
    for (DriftVerdict verdict : verdicts) {
      last = verdict;
      for (DriftVerdict.Stream stream : verdict.streams()) {
        String name = name(stream);
        if (!"Drifting".equals(stream.state())) {
          drifting.remove(name);
          continue;
        }
        boolean began = drifting.add(name);
        if (verdict.asOfMillis() < recording.changeMillis()) {
          early += began ? 1 : 0;
          continue;
        }
        alarms.putIfAbsent(name, recording.interactionsSinceChange(verdict.asOfMillis()));
        if (!"Unknown".equals(stream.cause()) || !causes.containsKey(name)) {
          causes.put(name, stream.cause());
        }
      }
    }
    return new PlayedScenario(early, alarms, causes, last);
  }
}
