package io.homeostat.crds.driftmonitor;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** What is watched for drift and how many false alarms are accepted. */
@ApiType
public record DriftMonitorSpec(
    @Required @JsonPropertyDescription("ModelService that is watched.") Ref modelServiceRef,
    @Default("[{\"metric\":\"Quality\"}]")
        @Size(min = 1, max = 2)
        @ListKey("metric")
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
    @Default("false") @JsonPropertyDescription("true: nothing is reported. Default false.")
        Boolean suspend) {
  public DriftMonitorSpec {
    signals = OrEmpty.list(signals);
  }

  /** One signal, watched in every capability. */
  @ApiType
  public record Signal(
      @Required
          @OneOf({"Quality", "Errors"})
          @JsonPropertyDescription(
              "Quality: mean composite score of a session. Errors: share of its requests with a"
                  + " usable answer.")
          String metric) {}

  /** The promise that the monitor holds to, however often anyone looks. */
  @ApiType
  public record FalseAlarms(
      @Default("\"1\"")
          @Decimal(above = true, max = 1000)
          @JsonPropertyDescription(
              "Accepted false alarms of the whole monitor in 30 days, above 0 and up to 1000."
                  + " Default 1.")
          String perMonth) {}

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
          Integer minimumSeconds) {}
}
