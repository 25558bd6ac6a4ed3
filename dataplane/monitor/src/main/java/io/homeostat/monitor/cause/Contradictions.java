package io.homeostat.monitor.cause;

import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.cause.CorrectionHistory.Period;
import io.homeostat.statistics.attribution.RateRise;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether clients contradict the answers more often than before: since the change, at least {@value
 * Bucket#MOST_SOURCES} sources corrected at least {@value #LEAST_CORRECTIONS} answers to others, a
 * larger share than before by Fisher's exact test.
 */
final class Contradictions {
  static final int LEAST_CORRECTIONS = 8;

  private final StateTable table;

  Contradictions(StateTable table) {
    this.table = table;
  }

  /** Corrected answers since a moment. */
  int since(String service, String capability, String release, long millis) {
    return history(service, capability, release).map(h -> h.since(millis).corrected()).orElse(0);
  }

  /** The figures, if the share of corrected answers has risen at a level. */
  Optional<String> risen(
      String service, String capability, String release, long sinceMillis, double level) {
    CorrectionHistory history = history(service, capability, release).orElse(null);
    if (history == null) {
      return Optional.empty();
    }
    Period before = history.before(sinceMillis);
    Period since = history.since(sinceMillis);
    if (since.corrected() < LEAST_CORRECTIONS
        || since.sources() < Bucket.MOST_SOURCES
        || before.interactions() == 0) {
      return Optional.empty();
    }
    RateRise rise =
        RateRise.fisher(
            before.corrected(), before.interactions(), since.corrected(), since.interactions());
    return rise.risen(level)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%d of %d answers since the change were corrected to another answer by at least %d sources, %d of %d before"
                    + " (p = %.2g); same release, judge calibrated",
                since.corrected(),
                since.interactions(),
                since.sources(),
                before.corrected(),
                before.interactions(),
                rise.pValue()))
        : Optional.empty();
  }

  private Optional<CorrectionHistory> history(String service, String capability, String release) {
    return Corrections.history(table, service, capability)
        .filter(known -> known.release().equals(release));
  }
}
