package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.cause.CauseFinding;
import io.homeostat.statistics.drift.DriftSettings;
import java.util.List;

/**
 * One stream of a DriftMonitor: the lane that is watched, and lanes that may take its place.
 *
 * @param settings those that it was started with
 * @param current the lane that the stream's verdict comes from
 * @param successors lanes of other releases or scorer sets, the latest fed last
 * @param silent values since the current lane was last fed
 * @param release of the last value
 * @param rate of values
 * @param cause found for the present drift; null otherwise
 * @param causeLooks tests for the cause in the present drift
 * @param delay what a drop of the size that matters would take to find
 * @param minute what a signal of one value a minute has of the present one; null otherwise
 * @param epochMillis length of the epochs that it was started with; 0 for none
 * @param display what is kept to be shown only; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamState(
    DriftSettings settings,
    Lane current,
    List<Lane> successors,
    long silent,
    String release,
    StreamRate rate,
    CauseFinding cause,
    int causeLooks,
    Delay delay,
    Minute minute,
    long epochMillis,
    Display display) {

  /**
   * A computed delay and what it was computed for, because computing it is slow.
   *
   * @param values expected; infinite when the drop cannot be found
   * @param baseline samples of the baseline
   * @param logLimit limit of the detector
   */
  public record Delay(double values, int baseline, double logLimit) {}

  /** Copies the list. */
  public StreamState {
    successors = List.copyOf(successors);
  }

  boolean readable() {
    return current.readable()
        && successors.stream().allMatch(Lane::readable)
        && (display == null || display.readable());
  }

  StreamState fed(
      Lane newCurrent,
      List<Lane> newSuccessors,
      long newSilent,
      String newRelease,
      StreamRate newRate) {
    return new StreamState(
        settings,
        newCurrent,
        newSuccessors,
        newSilent,
        newRelease,
        newRate,
        cause,
        causeLooks,
        delay,
        minute,
        epochMillis,
        display);
  }

  StreamState withCause(CauseFinding found, int looks) {
    return new StreamState(
        settings,
        current,
        successors,
        silent,
        release,
        rate,
        found,
        looks,
        delay,
        minute,
        epochMillis,
        display);
  }

  StreamState withDelay(Delay computed) {
    return new StreamState(
        settings,
        current,
        successors,
        silent,
        release,
        rate,
        cause,
        causeLooks,
        computed,
        minute,
        epochMillis,
        display);
  }

  StreamState withCurrent(Lane lane) {
    return fed(lane, successors, silent, release, rate);
  }

  StreamState withMinute(Minute pending) {
    return new StreamState(
        settings,
        current,
        successors,
        silent,
        release,
        rate,
        cause,
        causeLooks,
        delay,
        pending,
        epochMillis,
        display);
  }

  StreamState withDisplay(Display shown) {
    return new StreamState(
        settings,
        current,
        successors,
        silent,
        release,
        rate,
        cause,
        causeLooks,
        delay,
        minute,
        epochMillis,
        shown);
  }
}
