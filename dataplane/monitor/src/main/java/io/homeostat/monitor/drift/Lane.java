package io.homeostat.monitor.drift;

import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.drift.DriftVerdict;

/**
 * Values of one release under one scorer set, with the baseline and detector that are learnt from them.
 *
 * @param release that the baseline describes
 * @param scorerSet of all values; empty for signals that no judge gives
 * @param stream saved {@link DriftStream}
 * @param units values taken
 */
public record Lane(String release, String scorerSet, byte[] stream, long units) {

  boolean isOf(String otherRelease, String otherSet) {
    return release.equals(otherRelease) && scorerSet.equals(otherSet);
  }

  boolean readable() {
    try {
      open();
      return true;
    } catch (IllegalArgumentException e) {
      return false; // another layout: the caller begins anew
    }
  }

  DriftStream open() {
    return DriftStream.fromBytes(stream);
  }

  Lane with(DriftStream changed) {
    return new Lane(release, scorerSet, changed.toBytes(), units + 1);
  }

  boolean learning(AlarmLimits limits) {
    return open().verdict(limits) instanceof DriftVerdict.NotEnoughData;
  }

  boolean drifting(AlarmLimits limits) {
    return open().verdict(limits) instanceof DriftVerdict.Drifting;
  }
}
