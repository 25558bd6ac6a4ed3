package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the monitor knows about every stream of one DriftMonitor.
 *
 * @param specDigest canonical digest of the DriftMonitor's spec that was applied
 * @param judgeTrusted false when a signal's judge is uncalibrated or drifted: drifting is then
 *     unknown
 * @param streams one entry per capability and signal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String specDigest,
    boolean judgeTrusted,
    List<Stream> streams)
    implements Verdict {

  /**
   * One stream. {@code state}: {@code Learning}, {@code Watching}, {@code Drifting}, {@code
   * NotMonitorable}. All values in [0,1].
   *
   * @param release release whose sessions are fed now
   * @param baseline baseline mean; null while learning
   * @param baselineLower the lower confidence bound that the detector uses
   * @param current mean of the sessions since {@code sinceMillis} while drifting, else of the
   *     latest 100
   * @param lower lower end of a 95 % interval of current
   * @param upper upper end of it
   * @param samples sessions seen, or minutes of times
   * @param blockSize neighbouring sessions averaged into one value because they resemble each
   *     other; 1 for none
   * @param logEvidence natural log of the detector's evidence
   * @param logLimit natural log of its limit
   * @param expectedDelaySeconds what a drop of the size that matters takes to find at today's
   *     traffic; null when longer than a year
   * @param drop baseline − current while drifting; null otherwise
   * @param sinceMillis estimated moment of the change; null unless drifting
   * @param cause {@code Release}, {@code InputMix}, {@code InputShift}, {@code ExpectedAnswers},
   *     {@code Judge}, {@code Upstream} or {@code Unknown}; null unless drifting
   * @param causeEvidence the figures behind the cause in one sentence; null when nothing was looked
   *     at yet
   * @param judged whether the values come from scorers, so that they prove nothing while {@code
   *     judgeTrusted} is false
   * @param baselineRelease release that the baseline was learnt from
   * @param threshold of amounts and times, in their own unit: all values of the stream are shares
   *     of sessions, or minutes, that are not above it; null for others
   * @param valuesPerDay at today's traffic
   * @param examples ids of interactions since the change that scored lowest, at most 5
   * @param trusted whether the values of a judged stream prove anything, when it is a dimension of
   *     the judge's rubric; null where {@code judgeTrusted} says it
   * @param shown figures that decide nothing; null without
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Stream(
      String capability,
      String signal,
      String state,
      String release,
      String scorerSet,
      Double baseline,
      Double baselineLower,
      Double current,
      Double lower,
      Double upper,
      long samples,
      int blockSize,
      Double logEvidence,
      Double logLimit,
      Double smallestDetectableDrop,
      Long expectedDelaySeconds,
      Double drop,
      Long sinceMillis,
      String cause,
      String causeEvidence,
      boolean judged,
      String baselineRelease,
      Double threshold,
      double valuesPerDay,
      List<String> examples,
      Boolean trusted,
      Shown shown) {
    public Stream {
      examples = examples == null ? List.of() : List.copyOf(examples);
    }

    /**
     * Whether its values prove anything.
     *
     * @param judgeTrusted of its verdict
     */
    public boolean proves(boolean judgeTrusted) {
      return !judged || (trusted == null ? judgeTrusted : trusted);
    }
  }

  /**
   * Figures of a stream that decide nothing, in the signal's own unit; null when they cannot be
   * told yet.
   *
   * @param lowerThreshold lower end of the band, of which {@code threshold} is the upper one
   * @param p50 median of the latest requests, at most 9 % too large, as the others
   * @param p95 95th percentile
   * @param p99 99th percentile
   * @param charts those that were asked for and have a reading
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Shown(
      Double lowerThreshold, Double p50, Double p95, Double p99, List<Chart> charts) {
    public Shown {
      charts = charts == null ? List.of() : List.copyOf(charts);
    }
  }

  /**
   * A classical chart.
   *
   * @param statistic charted figure of the last value, or p-value of the last window
   * @param limit beyond which it signals; of a window, below which
   * @param effect what is compared with the smallest effect: mean normal score of the last 25
   *     values, or the distance of the window
   * @param signals so far
   * @param signalMillis the last of them; null without
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Chart(
      String type, double statistic, double limit, double effect, int signals, Long signalMillis) {}
}
