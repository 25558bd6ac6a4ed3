package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.function.Supplier;

/** The present drift of a stream, if there is one, and when the latest one ended. */
final class DriftEpisode {
  private RecoveryEvidence recovery;
  private DropDecision alarm;
  private long alarmedAt;
  private long since;
  private long recoveredAt;
  private boolean recovered;

  boolean drifting() {
    return recovery != null;
  }

  boolean recovered() {
    return recovered;
  }

  /**
   * Begins a drift.
   *
   * @param sameWithin a drift that begins within this time after the latest one is the same
   */
  void begin(DropDecision decision, long at, long sameWithin, RecoveryEvidence evidence) {
    boolean same = recovered && at - recoveredAt <= sameWithin;
    since = same ? since : decision.since();
    alarm = decision;
    alarmedAt = at;
    recovery = evidence;
  }

  /** Begins the test of recovery afresh. */
  void testAfresh(RecoveryEvidence evidence) {
    recovery = evidence;
  }

  /**
   * Takes a value of a drift.
   *
   * @return whether it ends the drift
   */
  boolean endsWith(double value, long at) {
    recovery.observe(value, at);
    if (!recovery.recovered(DriftStream.RECOVERY_LIMIT)) {
      return false;
    }
    recovery = null;
    alarm = null;
    recovered = true;
    recoveredAt = at;
    return true;
  }

  DriftVerdict.Drifting verdict(DriftVerdict.BaselineSummary summary, RecentValues recent) {
    return new DriftVerdict.Drifting(
        summary,
        recent.interval(DriftStream.DISPLAY_LEVEL),
        alarm,
        alarmedAt,
        since,
        recovery.logEvidence());
  }

  void write(StateWriter out) {
    out.putCompact(alarmedAt).putCompact(since).putCompact(recoveredAt);
    out.put(recovered).put(recovery != null);
    if (recovery != null) {
      recovery.write(out);
      alarm.write(out);
    }
  }

  /**
   * As {@link #write} wrote it.
   *
   * @param begun a test of recovery without values
   */
  static DriftEpisode read(StateReader in, Supplier<RecoveryEvidence> begun) {
    DriftEpisode episode = new DriftEpisode();
    episode.alarmedAt = in.nextCompact();
    episode.since = in.nextCompact();
    episode.recoveredAt = in.nextCompact();
    episode.recovered = in.nextBoolean();
    if (in.nextBoolean()) {
      episode.recovery = begun.get().read(in);
      episode.alarm = DropDecision.read(in);
    }
    return episode;
  }
}
