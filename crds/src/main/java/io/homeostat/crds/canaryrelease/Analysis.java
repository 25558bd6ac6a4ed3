package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;

/** One comparison of candidate and stable, or one threshold that the candidate keeps. */
@ApiType
@ValidationRule(
    value =
        "self.test == 'NonInferiority' ? has(self.margin) && !has(self.minimumEffect) :"
            + " !has(self.margin)",
    message =
        "analysis: write margin with test NonInferiority, and minimumEffect with test"
            + " Superiority")
@ValidationRule(
    value =
        "(self.test == 'Threshold') == has(self.threshold) && (self.test != 'Threshold' ||"
            + " !has(self.minimumEffect))",
    message = "analysis: write threshold with test Threshold, and only with it")
@ValidationRule(
    value = "!has(self.capability) || self.metric in ['Quality', 'Score']",
    message =
        "analysis: leave capability out with metric Errors and all others but Quality and Score,"
            + " which count all sessions")
@ValidationRule(
    value = "(self.metric == 'Score') == has(self.score)",
    message = "analysis: write score, the name of a part, with metric Score and only with it")
@ValidationRule(
    value = "(self.metric == 'Prometheus') == has(self.prometheus)",
    message = "analysis: write prometheus with metric Prometheus and only with it")
@ValidationRule(
    value =
        "self.metric != 'Prometheus' || (self.test == 'Threshold' &&"
            + " !has(self.threshold.windowSeconds) && !has(self.threshold.quantile))",
    message =
        "analysis: use test Threshold with metric Prometheus, and write window and quantile in its"
            + " query")
@ValidationRule(
    value =
        "!has(self.onBreach) || self.onBreach == 'Rollback' || self.metric in ['Quality', 'Score']",
    message =
        "analysis: use onBreach PauseForReview with metric Quality or Score; an objective breach"
            + " rolls back")
public record Analysis(
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.NAME)
        @JsonPropertyDescription("Name of the comparison.")
        String name,
    @Default("Quality")
        @OneOf({
          "Quality",
          "Errors",
          "Latency",
          "TimeToFirstToken",
          "InterToken",
          "OutputTokens",
          "Cost",
          "Score",
          "Prometheus"
        })
        @JsonPropertyDescription(
            "Quality: mean composite score of a session. Errors: share of its requests with a"
                + " usable answer. Latency, TimeToFirstToken, InterToken: milliseconds; compared is"
                + " the share of requests that are not slower than stable's 95th percentile."
                + " OutputTokens, Cost: per request. Score: one part of the score. Prometheus: a"
                + " query that the operator evaluates. Default Quality.")
        String metric,
    @Size(min = 1, max = 63)
        @Pattern("^[A-Za-z][-._A-Za-z0-9]*$")
        @JsonPropertyDescription(
            "With metric Score: the part, such as groundedness, custom.toxicity or judge.relevance.")
        String score,
    @Size(min = 1, max = 63)
        @JsonPropertyDescription("Capability of the QualityPolicy. Default: all together.")
        String capability,
    @Default("NonInferiority")
        @OneOf({"NonInferiority", "Superiority", "Threshold"})
        @JsonPropertyDescription(
            "NonInferiority: not worse by more than margin. Superiority: better by more than"
                + " minimumEffect. Threshold: the candidate itself keeps threshold. Default"
                + " NonInferiority.")
        String test,
    @Decimal(above = true, max = 1, below = true)
        @JsonPropertyDescription(
            "Largest loss that is accepted, above 0 and below 1; of OutputTokens and Cost as a"
                + " share of stable's mean.")
        String margin,
    @Decimal(max = 1, below = true)
        @JsonPropertyDescription(
            "Gain that must be exceeded, 0 to below 1. Default 0; in a repair half of the"
                + " measured drop.")
        String minimumEffect,
    @JsonPropertyDescription("What the candidate keeps, with test Threshold.") Threshold threshold,
    @JsonPropertyDescription("Where the figure comes from, with metric Prometheus.")
        Prometheus prometheus,
    @OneOf({"Rollback", "PauseForReview"})
        @JsonPropertyDescription(
            "What follows a breach. PauseForReview: it is paused until an Intervention; only while"
                + " no other comparison is breached that rolls back. Default Rollback.")
        String onBreach,
    @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Share of alpha that this comparison may spend on a rollback. Default: equal shares.")
        String weight) {

  /** A comparison of Quality or Errors. */
  public Analysis(
      String name,
      String metric,
      String capability,
      String test,
      String margin,
      String minimumEffect,
      String weight) {
    this(name, metric, null, capability, test, margin, minimumEffect, null, null, null, weight);
  }

  /** A bound on the candidate's own figure. */
  @ApiType
  @ValidationRule(
      value = "has(self.minimum) != has(self.maximum)",
      message = "analysis.threshold: write either minimum or maximum")
  public record Threshold(
      @Decimal(min = -999999999, max = 999999999)
          @JsonPropertyDescription("Smallest figure that is allowed, in the metric's unit.")
          String minimum,
      @Decimal(min = -999999999, max = 999999999)
          @JsonPropertyDescription("Largest figure that is allowed, in the metric's unit.")
          String maximum,
      @Min(10)
          @Max(86400)
          @JsonPropertyDescription("Seconds that are looked at, 10 to 86400. Default 600.")
          Integer windowSeconds,
      @Decimal(min = 0.5, max = 0.99)
          @JsonPropertyDescription(
              "Which quantile is bounded, 0.5 to 0.99, such as \"0.95\". Default: the mean.")
          String quantile) {}

  /** A query to a Prometheus server that gives one number. */
  @ApiType
  public record Prometheus(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription("Address of the server, such as http://prometheus:9090.")
          String address,
      @Required
          @Size(min = 1, max = 2048)
          @JsonPropertyDescription(
              "Instant query in PromQL that gives exactly one number; $(candidate), $(stable),"
                  + " $(service) and $(namespace) become names. No number is no evidence.")
          String query) {}
}
