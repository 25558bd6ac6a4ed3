package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.Set;
import java.util.stream.Stream;

/** Names a HealingRun after its drift, so that deciding twice about one drift makes one run. */
final class RunName {
  private static final int LONGEST_PREFIX = 40;
  private static final int DIGITS = 8;

  private RunName() {}

  /**
   * Returns {@code <monitor>-<8 hex digits>}.
   *
   * @param used names that runs had before: a new attempt at a drift must not take over what an
   *     earlier one left
   */
  static String of(String monitorUid, HealingRunSpec.Drift drift, Set<String> used) {
    return Stream.iterate(0, attempt -> attempt + 1)
        .map(attempt -> of(monitorUid, drift, attempt))
        .filter(name -> !used.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static String of(String monitorUid, HealingRunSpec.Drift drift, int attempt) {
    String digest =
        CanonicalJson.sha256(
            String.join(
                "|", monitorUid, drift.capability(), drift.since(), Integer.toString(attempt)));
    String monitor = drift.monitor();
    String prefix =
        monitor.length() <= LONGEST_PREFIX ? monitor : monitor.substring(0, LONGEST_PREFIX);
    return prefix + "-" + digest.substring(0, DIGITS);
  }
}
