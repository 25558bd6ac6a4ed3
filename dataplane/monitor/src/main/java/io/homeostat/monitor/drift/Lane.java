package io.homeostat.monitor.drift;

import io.homeostat.statistics.drift.DriftPhase;
import io.homeostat.statistics.drift.DriftStream;

/**
 * Values of one release under one scorer set, with the baseline and detector that are learnt from
 * them.
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

  boolean learning() {
    return open().phase() == DriftPhase.LEARNING;
  }

  boolean drifting() {
    return open().phase() == DriftPhase.DRIFTING;
  }
}
