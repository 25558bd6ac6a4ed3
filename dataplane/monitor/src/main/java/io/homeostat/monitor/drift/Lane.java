package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.drift.AlarmLimits;
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
 * @param stages what makes numbers in [0,1] of the values
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lane(String release, String scorerSet, byte[] stream, long units, Stages stages) {
  /** Gives a lane without stages none. */
  public Lane {
    stages = stages == null ? Stages.NONE : stages;
  }

  boolean isOf(String otherRelease, String otherSet) {
    return release.equals(otherRelease) && scorerSet.equals(otherSet);
  }

  boolean readable() {
    if (DriftPhase.ofSaved(stream).isEmpty()) {
      return false; // another layout: the caller begins anew
    }
    try {
      stages.open();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  DriftStream open() {
    return DriftStream.fromBytes(stream);
  }

  /** With a value of its release and set. */
  Lane observe(Value value, AlarmLimits limits) {
    DriftStream open = open();
    Stages.Step step = stages.take(value, open.settings());
    step.number().ifPresent(number -> open.observe(number, value.atMillis(), limits));
    return new Lane(release, scorerSet, open.toBytes(), units + 1, step.next());
  }

  /**
   * With a value of another release, which is held against the baseline and does not join it.
   *
   * @param promoted whether that release has just taken over
   */
  Lane watch(Value value, AlarmLimits limits, boolean promoted) {
    if (!stages.learnt()) {
      return this;
    }
    DriftStream open = open();
    if (promoted) {
      open.serviceChanged();
    }
    Stages.Step step = stages.take(value, open.settings());
    step.number().ifPresent(number -> open.watch(number, value.atMillis(), limits));
    return new Lane(release, scorerSet, open.toBytes(), units + 1, step.next());
  }

  Lane with(DriftStream changed, long newUnits) {
    return new Lane(release, scorerSet, changed.toBytes(), newUnits, stages);
  }

  /** The percentile in the signal's own unit; null for others and before it is frozen. */
  Double threshold() {
    return stages.quantile() == null ? null : stages.quantile().threshold();
  }

  /** The lower end of the band in the signal's own unit; null for others. */
  Double lowerThreshold() {
    return stages.quantile() == null ? null : stages.quantile().lower();
  }

  boolean learning() {
    return phase() == DriftPhase.LEARNING;
  }

  boolean drifting() {
    return phase() == DriftPhase.DRIFTING;
  }

  DriftPhase phase() {
    return DriftPhase.ofSaved(stream).orElseThrow();
  }
}
