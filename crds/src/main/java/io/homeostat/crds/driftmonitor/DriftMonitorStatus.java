package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** Observed state of a DriftMonitor. Conditions Ready, BaselineReady, Sensitive, Drifting. */
@ApiType
public record DriftMonitorStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: verdicts arrive. BaselineReady: every stream has learned enough to report."
                + " Sensitive: every watched stream finds a drop that matters within a week at"
                + " today's traffic."
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
    @Timestamp @JsonPropertyDescription("Moment of the latest verdict.") String asOf,
    @JsonPropertyDescription(
            "What answers cost, in the currency of spec.prices; absent without prices.")
        Cost cost,
    @JsonPropertyDescription(
            "The evidence in the words of a language model, while something drifts; absent unless"
                + " the QualityPolicy's spec.scorers.judge.driftSummaries asks for it. Nothing is"
                + " decided by it.")
        Summary summary,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Percentiles of tokens, lengths and times, of at most 20 streams, by signal and"
                + " capability.")
        List<Percentiles> percentiles) {
  public DriftMonitorStatus {
    conditions = OrEmpty.list(conditions);
    worstStreams = OrEmpty.list(worstStreams);
    percentiles = OrEmpty.list(percentiles);
  }

  /** What the latest requests of a stream measured. */
  @ApiType
  public record Percentiles(
      @JsonPropertyDescription("Capability.") String capability,
      @JsonPropertyDescription("Its metric.") String signal,
      @JsonPropertyDescription(
              "Median of the latest requests, about 2000, in milliseconds, tokens or characters; at"
                  + " most 9 percent too large, as the others.")
          String p50,
      @JsonPropertyDescription("95th percentile; absent with fewer than 200 requests.") String p95,
      @JsonPropertyDescription("99th percentile; absent with fewer than 1000 requests.")
          String p99) {}

  /** The stream that fell most. */
  @ApiType
  public record Worst(
      @JsonPropertyDescription("Capability that fell; * for the whole service.") String capability,
      @JsonPropertyDescription("Its metric; of Score with the part, as Score/judge.relevance.")
          String signal,
      @JsonPropertyDescription("How far the mean fell, 0 to 1.") String drop,
      @Timestamp @JsonPropertyDescription("Estimated moment of the change.") String since,
      @JsonPropertyDescription(
              "Why: Release, InputMix, InputShift, ExpectedAnswers, Judge, Upstream or Unknown.")
          String cause) {}

  /** What a language model makes of the evidence. */
  @ApiType
  public record Summary(
      @Size(max = 800) @JsonPropertyDescription("Its words.") String text,
      @JsonPropertyDescription("Judge whose model wrote it.") String writtenByJudge,
      @Timestamp @JsonPropertyDescription("When it was written.") String at) {}

  /** What answers cost. */
  @ApiType
  public record Cost(
      @Size(max = 20)
          @JsonPropertyDescription(
              "Capabilities and releases, the most expensive requests first, at most 20.")
          List<ReleaseCost> releases,
      @Size(max = 10)
          @JsonPropertyDescription(
              "Capabilities that drift, the most expensive drift first, at most 10; only with at"
                  + " least 30 sessions before the change and since.")
          List<DriftCost> drifts) {
    public Cost {
      releases = OrEmpty.list(releases);
      drifts = OrEmpty.list(drifts);
    }
  }

  /** What the answers of one release to one capability cost. */
  @ApiType
  public record ReleaseCost(
      @JsonPropertyDescription("Capability.") String capability,
      @JsonPropertyDescription("Release that answered.") String release,
      @JsonPropertyDescription("Requests that were counted.") Long requests,
      @JsonPropertyDescription("Cost of 1,000 requests.") String perThousandRequests,
      @JsonPropertyDescription("Prompt tokens of a request, mean.") String inputTokens,
      @JsonPropertyDescription("Generated tokens of a request, mean.") String outputTokens) {}

  /** What a drift has cost so far. */
  @ApiType
  public record DriftCost(
      @JsonPropertyDescription("Capability that drifts.") String capability,
      @Timestamp @JsonPropertyDescription("Estimated moment of the change.") String since,
      @JsonPropertyDescription("Sessions since the change.") Long sessions,
      @JsonPropertyDescription(
              "What they cost more than as many sessions before the change; negative when they cost"
                  + " less. It is the sum of retries, longerAnswers and longerQuestions.")
          String total,
      @JsonPropertyDescription("By more requests in a session, failed ones included.")
          String retries,
      @JsonPropertyDescription("By more generated tokens in a request.") String longerAnswers,
      @JsonPropertyDescription("By more prompt tokens in a request.") String longerQuestions,
      @JsonPropertyDescription("Cost of 1,000 requests before the change.")
          String perThousandRequestsBefore,
      @JsonPropertyDescription("Cost of 1,000 requests since the change.")
          String perThousandRequestsSince) {}

  /** One capability of one signal. */
  @ApiType
  public record Stream(
      @JsonPropertyDescription("Capability; * for the whole service.") String capability,
      @JsonPropertyDescription("Its metric; of Score with the part, as Score/judge.relevance.")
          String signal,
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
      @JsonPropertyDescription("Sessions that were counted; minutes of a time.") Integer samples,
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
      @JsonPropertyDescription("Release that the baseline was learnt from.") String baselineRelease,
      @JsonPropertyDescription(
              "Of tokens, costs and times: the 95th percentile of the first values, in their own"
                  + " unit. The other figures are shares of values that are not above it.")
          String threshold,
      @Size(max = 5)
          @JsonPropertyDescription("Ids of interactions since the change that scored lowest.")
          List<String> examples,
      @JsonPropertyDescription(
              "Of lengths: the lower end of the band, the 2.5th percentile of the first values, of"
                  + " which threshold is the upper end, the 97.5th. The other figures are shares of"
                  + " values within it.")
          String lowerThreshold,
      @Size(max = 5) @JsonPropertyDescription("Charts that were asked for and have a reading.")
          List<Chart> charts) {
    public Stream {
      examples = OrEmpty.list(examples);
      charts = OrEmpty.list(charts);
    }
  }

  /** A classical chart of a stream. */
  @ApiType
  public record Chart(
      @JsonPropertyDescription("Its type.") String type,
      @JsonPropertyDescription(
              "Charted figure of the last value; of KolmogorovSmirnov and PopulationStability the"
                  + " p-value of the last day.")
          String statistic,
      @JsonPropertyDescription("Limit beyond which it signals; of a p-value, below which.")
          String limit,
      @JsonPropertyDescription(
              "What is compared with minimumEffect: mean normal score of the last 25 values, or the"
                  + " distance of the last day.")
          String effect,
      @JsonPropertyDescription("Signals so far.") Integer signals,
      @Timestamp @JsonPropertyDescription("Moment of the last signal.") String lastSignal) {}
}
