package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.healingrun.HealingRunSpec;

/** Names a HealingRun after its drift, so that deciding twice about one drift makes one run. */
final class RunName {
  private static final int LONGEST_PREFIX = 40;
  private static final int DIGITS = 8;

  private RunName() {}

  /**
   * Returns {@code <monitor>-<8 hex digits>}.
   *
   * @param attempt how many runs for the same drift exist already
   */
  static String of(String monitorUid, HealingRunSpec.Drift drift, long attempt) {
    String digest =
        CanonicalJson.sha256(String.join("|", monitorUid, drift.capability(), drift.since(), Long.toString(attempt)));
    String monitor = drift.monitor();
    String prefix = monitor.length() <= LONGEST_PREFIX ? monitor : monitor.substring(0, LONGEST_PREFIX);
    return prefix + "-" + digest.substring(0, DIGITS);
  }
}
