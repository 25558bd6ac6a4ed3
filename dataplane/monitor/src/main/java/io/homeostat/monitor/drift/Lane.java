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
 * @param quantile of amounts and times; null for shares
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lane(
    String release, String scorerSet, byte[] stream, long units, QuantileStage quantile) {

  boolean isOf(String otherRelease, String otherSet) {
    return release.equals(otherRelease) && scorerSet.equals(otherSet);
  }

  boolean readable() {
    return DriftPhase.ofSaved(stream).isPresent(); // another layout: the caller begins anew
  }

  DriftStream open() {
    return DriftStream.fromBytes(stream);
  }

  /** With a value of its release and set. */
  Lane observe(Value value, AlarmLimits limits) {
    DriftStream open = open();
    if (quantile != null && quantile.threshold() == null) {
      return new Lane(
          release,
          scorerSet,
          stream,
          units + 1,
          quantile.plus(value.value(), open.settings().minimumSamples()));
    }
    open.observe(share(value), value.atMillis(), limits);
    return with(open, units + 1);
  }

  /**
   * With a value of another release, which is held against the baseline and does not join it.
   *
   * @param promoted whether that release has just taken over
   */
  Lane watch(Value value, AlarmLimits limits, boolean promoted) {
    if (quantile != null && quantile.threshold() == null) {
      return this;
    }
    DriftStream open = open();
    if (promoted) {
      open.serviceChanged();
    }
    open.watch(share(value), value.atMillis(), limits);
    return with(open, units + 1);
  }

  private double share(Value value) {
    return quantile == null ? value.value() : quantile.share(value.value());
  }

  Lane with(DriftStream changed, long newUnits) {
    return new Lane(release, scorerSet, changed.toBytes(), newUnits, quantile);
  }

  /** The percentile in the signal's own unit; null for shares and before it is frozen. */
  Double threshold() {
    return quantile == null ? null : quantile.threshold();
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
