package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** Observed state of a DriftMonitor. Conditions Ready, BaselineReady, Drifting. */
@ApiType
public record DriftMonitorStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: verdicts arrive. BaselineReady: every stream has learned enough to report."
                + " Drifting: True, False, or Unknown when nothing trustworthy is known.")
        List<Condition> conditions,
    @JsonPropertyDescription("Streams that are watched.") Integer streams,
    @JsonPropertyDescription(
            "Smallest drop that every watched stream can detect with its baseline, 0 to 1.")
        String smallestDetectableDrop,
    @JsonPropertyDescription(
            "Seconds until the slowest watched stream is expected to report a drop of"
                + " smallestDropThatMatters at today's traffic.")
        Integer expectedDelaySeconds,
    @JsonPropertyDescription("The stream that fell most.") Worst worst,
    @Size(max = 10) @JsonPropertyDescription("The ten streams that are worst off.")
        List<Stream> worstStreams,
    @Timestamp @JsonPropertyDescription("Moment of the latest verdict.") String asOf) {
  public DriftMonitorStatus {
    conditions = OrEmpty.list(conditions);
    worstStreams = OrEmpty.list(worstStreams);
  }

  /** The stream that fell most. */
  @ApiType
  public record Worst(
      @JsonPropertyDescription("Capability that fell.") String capability,
      @JsonPropertyDescription("Quality or Errors.") String signal,
      @JsonPropertyDescription("How far the mean fell, 0 to 1.") String drop,
      @Timestamp @JsonPropertyDescription("Estimated moment of the change.") String since,
      @JsonPropertyDescription(
              "Why: Release, InputMix, InputShift, ExpectedAnswers, Judge, Upstream or Unknown.")
          String cause) {}

  /** One capability of one signal. */
  @ApiType
  public record Stream(
      @JsonPropertyDescription("Capability.") String capability,
      @JsonPropertyDescription("Quality or Errors.") String signal,
      @OneOf({"Learning", "Watching", "Drifting", "NotMonitorable"})
          @JsonPropertyDescription(
              "Learning, Watching, Drifting, or NotMonitorable when the baseline leaves no room to"
                  + " fall.")
          String state,
      @JsonPropertyDescription("Mean of the baseline.") String baseline,
      @JsonPropertyDescription("Its lower confidence bound.") String baselineLower,
      @JsonPropertyDescription("Mean of the recent sessions.") String current,
      @JsonPropertyDescription("Lower end of its interval.") String lower,
      @JsonPropertyDescription("Upper end of its interval.") String upper,
      @JsonPropertyDescription("Sessions that were counted.") Integer samples,
      @JsonPropertyDescription(
              "Neighbouring sessions that are averaged into one value because they resemble each"
                  + " other; 1 for none.")
          Integer blockSize,
      @JsonPropertyDescription("Smallest drop that the stream can detect.")
          String smallestDetectableDrop,
      @JsonPropertyDescription("Evidence for a drop, and the limit at which it is reported.")
          String evidence,
      @Timestamp @JsonPropertyDescription("Estimated moment of the change.") String since,
      @OneOf({
            "Release",
            "InputMix",
            "InputShift",
            "ExpectedAnswers",
            "Judge",
            "Upstream",
            "Unknown"
          })
          @JsonPropertyDescription(
              "Why it fell: Release (another release answers), InputMix (known kinds of questions"
                  + " have other shares), InputShift (the questions are others), ExpectedAnswers (the"
                  + " world changed), Judge (the judge rates the same answers lower), Upstream"
                  + " (requests fail, or answers come empty, cut off or late), Unknown.")
          String cause,
      @Size(max = 500) @JsonPropertyDescription("The figures behind the cause.") String explanation,
      @Size(max = 5)
          @JsonPropertyDescription("Ids of interactions since the change that scored lowest.")
          List<String> examples) {
    public Stream {
      examples = OrEmpty.list(examples);
    }
  }
}
