package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** What is watched for drift and how many false alarms are accepted. */
@ApiType
@ValidationRule(
    value = "!has(self.signals) || has(self.prices) || !self.signals.exists(s, s.metric == 'Cost')",
    message =
        "spec.signals: metric Cost needs prices; write spec.prices.inputPerMillion and"
            + " outputPerMillion")
public record DriftMonitorSpec(
    @Required @JsonPropertyDescription("ModelService that is watched.") Ref modelServiceRef,
    @Default("[{\"metric\":\"Quality\"}]")
        @Size(min = 1, max = 20)
        @ListKey({"metric", "score"})
        @JsonPropertyDescription("What is watched, one stream per capability. Default: Quality.")
        List<Signal> signals,
    @Default("\"0.05\"")
        @Decimal(above = true, max = 1, below = true)
        @JsonPropertyDescription(
            "Drop of the mean, on the scale of 0 to 1, below which nobody needs to be told. Default"
                + " 0.05.")
        String smallestDropThatMatters,
    @Default("{}") @JsonPropertyDescription("Accepted false alarms.") FalseAlarms falseAlarms,
    @Default("{}") @JsonPropertyDescription("What the present is compared with.") Baseline baseline,
    @JsonPropertyDescription("Prices of tokens, for metric Cost and status.cost. Default: none.")
        CanaryPlan.Prices prices,
    @Default("120")
        @Min(30)
        @Max(604800)
        @JsonPropertyDescription(
            "Seconds without a verdict, besides the time that scores settle, after which Drifting"
                + " becomes Unknown, 30 to 604800. Raise it for a service with little traffic."
                + " Default 120.")
        Integer staleAfterSeconds,
    @Default("false") @JsonPropertyDescription("true: nothing is reported. Default false.")
        Boolean suspend) {
  public DriftMonitorSpec {
    signals = OrEmpty.list(signals);
  }

  /** One signal, watched in every capability. */
  @ApiType
  @ValidationRule(
      value = "(self.metric == 'Score') == (has(self.score) && self.score != '')",
      message = "signals: write score, the name of a part, with metric Score and only with it")
  @ValidationRule(
      value =
          "!has(self.charts) || self.charts.size() == 0 || !(self.metric in ['Mix', 'Language',"
              + " 'InputEmbedding', 'AnswerEmbedding'])",
      message =
          "signals: metrics Mix, Language, InputEmbedding and AnswerEmbedding have no numbers to"
              + " chart; leave charts out")
  public record Signal(
      @Required
          @OneOf({
            "Quality",
            "Score",
            "Unscored",
            "Errors",
            "Corrections",
            "Latency",
            "TimeToFirstToken",
            "InterToken",
            "InputTokens",
            "OutputTokens",
            "Cost",
            "InputLength",
            "AnswerLength",
            "Mix",
            "Language",
            "InputEmbedding",
            "AnswerEmbedding"
          })
          @JsonPropertyDescription(
              "Quality: mean composite score of a session. Score: mean of one part of its scores."
                  + " Unscored: share of its requests that could be scored. Errors: share of its"
                  + " requests with a usable answer. Corrections: share of its requests that nobody"
                  + " corrected while it was open. Latency, TimeToFirstToken, InterToken: share of"
                  + " minutes that are not slower than the 95th percentile of the first"
                  + " minimumSamples minutes. InputTokens, OutputTokens, Cost: share of sessions"
                  + " whose requests do not take more than the 95th percentile of the first"
                  + " minimumSamples sessions. InputLength, AnswerLength: share of sessions whose"
                  + " characters lie between the 2.5th and the 97.5th percentile of them. Mix, of the"
                  + " whole service: to which capability a session belongs; Language: the language of"
                  + " its question; InputEmbedding, AnswerEmbedding: what its question or answer means"
                  + " (QualityPolicy.spec.segments). Of these four each session gets the rank of its"
                  + " novelty among 100 or more held-out ones, 0.5 on average until their distribution"
                  + " changes, and lower since by up to half of the share that moved. Reported is a"
                  + " drop of the share or the rank.")
          String metric,
      @Default("\"\"")
          @Size(max = 63)
          @Pattern("^([A-Za-z][-._A-Za-z0-9]*)?$")
          @JsonPropertyDescription(
              "With metric Score: the part, such as judge.relevance, groundedness, semantic or the"
                  + " name of an invariant. Default empty.")
          String score,
      @Size(max = 5)
          @ListKey("type")
          @JsonPropertyDescription(
              "Classical charts of the same values, shown in status and deciding nothing: their"
                  + " false alarms are no part of falseAlarms. Default: none.")
          List<Chart> charts) {
    public Signal {
      charts = OrEmpty.list(charts);
    }
  }

  /** A classical chart beside a signal. */
  @ApiType
  public record Chart(
      @Required
          @OneOf({"WesternElectric", "Ewma", "Cusum", "KolmogorovSmirnov", "PopulationStability"})
          @JsonPropertyDescription(
              "WesternElectric (run rules 1 to 4), Ewma (lambda 0.1), Cusum (k 0.5): of single"
                  + " values, by their normal scores in a baseline of 500 or more, with limits that"
                  + " hold for nine of ten streams of any distribution: an average run length of at"
                  + " least 92, 370 and 370 values. KolmogorovSmirnov, PopulationStability (deciles):"
                  + " of the values of each day (UTC) against the same baseline, one false signal in"
                  + " 370 days.")
          String type,
      @Default("\"0.1\"")
          @Decimal(max = 10)
          @JsonPropertyDescription(
              "Smaller changes are no signal, 0 to 10: of single values in standard deviations, as"
                  + " the mean normal score of the last 25; else the distance, which is at most 1 for"
                  + " KolmogorovSmirnov. Default 0.1.")
          String minimumEffect) {}

  /** The promise that the monitor holds to, however often anyone looks. */
  @ApiType
  @ValidationRule(
      value = "!has(self.perMonth) || !has(self.falseDiscoveryPercent)",
      message =
          "spec.falseAlarms: write perMonth or falseDiscoveryPercent, they are two kinds of promise")
  @ValidationRule(
      value = "!has(self.epochSeconds) || has(self.falseDiscoveryPercent)",
      message = "spec.falseAlarms.epochSeconds: leave it out without falseDiscoveryPercent")
  public record FalseAlarms(
      @Decimal(above = true, max = 1000)
          @JsonPropertyDescription(
              "Accepted false alarms of the whole monitor in 30 days, above 0 and up to 1000."
                  + " Default 1 without falseDiscoveryPercent.")
          String perMonth,
      @Decimal(above = true, max = 50)
          @JsonPropertyDescription(
              "Accepted share, in percent, of false ones among the streams that are called drifted"
                  + " in an epoch, above 0 and up to 50. Without any drift this is the probability"
                  + " of any false alarm in an epoch. Default: perMonth is the promise.")
          String falseDiscoveryPercent,
      @Min(600)
          @Max(2592000)
          @JsonPropertyDescription(
              "Length of an epoch in seconds, 600 to 2592000, with falseDiscoveryPercent. A drop"
                  + " must be shown by the evidence of one epoch; a second row of epochs begins half"
                  + " an epoch later. Default 86400.")
          Integer epochSeconds) {}

  /** How much of the past is learned. */
  @ApiType
  @ValidationRule(
      value =
          "!has(self.freezeSamples) || !has(self.minimumSamples) || self.freezeSamples >="
              + " self.minimumSamples",
      message =
          "spec.baseline.freezeSamples: let it be at least minimumSamples, the baseline reports"
              + " before it is frozen")
  public record Baseline(
      @Default("100")
          @Min(20)
          @Max(2000)
          @JsonPropertyDescription(
              "Sessions after which a stream reports, 20 to 2000. Default 100.")
          Integer minimumSamples,
      @Default("500")
          @Min(20)
          @Max(2000)
          @JsonPropertyDescription(
              "Sessions after which the baseline is frozen, 20 to 2000. Default 500.")
          Integer freezeSamples,
      @Default("86400")
          @Min(0)
          @Max(2592000)
          @JsonPropertyDescription(
              "Seconds of traffic that a frozen baseline covers at least; days have cycles. Default"
                  + " 86400.")
          Integer minimumSeconds,
      @Size(min = 1, max = 63)
          @Pattern("^(First|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$")
          @JsonPropertyDescription(
              "Release whose baseline is kept when others are promoted, so that small losses add up:"
                  + " First, or the name of a Release. Default: every promoted release learns a"
                  + " baseline of its own, and is held against the old one until then.")
          String anchor,
      @Default("None")
          @OneOf({"None", "HourOfWeek"})
          @JsonPropertyDescription(
              "HourOfWeek: the mean of every hour of the week (UTC) is learnt for two weeks, then"
                  + " frozen and taken out of each value before it is held against a baseline, which"
                  + " begins after that; a promoted release keeps it. For cycles larger than the drop"
                  + " that matters. Default None.")
          String seasonal) {}
}
