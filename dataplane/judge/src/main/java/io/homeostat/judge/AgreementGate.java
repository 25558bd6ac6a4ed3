package io.homeostat.judge;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.agreement.Agreement.Estimate;
import io.homeostat.statistics.agreement.Agreement.NoVariation;
import io.homeostat.statistics.agreement.Agreement.NotEnoughData;
import io.homeostat.statistics.agreement.LengthBias;
import io.homeostat.statistics.agreement.WeightedKappa;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What agreement a Judge's calibration asks for: the lower bound of κ, the mean difference, and
 * that difference when answers of one label grow longer.
 */
record AgreementGate(double minimumKappa, double maximumBias, double maximumLengthBias) {
  private static final double ALPHA = 0.05;
  private static final double DEFAULT_KAPPA = 0.6;
  private static final double DEFAULT_BIAS = 0.05;

  static AgreementGate of(JudgeSpec.Calibration spec) {
    return new AgreementGate(
        decimal(spec.minimumKappa(), DEFAULT_KAPPA),
        decimal(spec.maximumBias(), DEFAULT_BIAS),
        decimal(spec.maximumLengthBias(), DEFAULT_BIAS));
  }

  Agreement judge(List<RatedItem> items) {
    if (items.size() < Calibration.FEWEST_ITEMS) {
      return Agreement.none("TooFewItems");
    }
    return switch (WeightedKappa.compare(
        array(items, RatedItem::judged), array(items, RatedItem::label), ALPHA)) {
      case NotEnoughData _ -> Agreement.none("TooFewItems");
      case NoVariation _ -> Agreement.none("LabelsAllEqual");
      case Estimate estimate -> judge(estimate, lengthBias(items));
    };
  }

  private Agreement judge(Estimate agreement, Interval length) {
    double bias = agreement.bias().estimate();
    String reason;
    if (agreement.lowerBound() < minimumKappa) {
      reason = "AgreementTooLow";
    } else if (Math.abs(bias) > maximumBias) {
      reason = "Biased";
    } else if (isLengthBiased(length)) {
      reason = "LengthBiased";
    } else {
      reason = Calibration.CALIBRATED;
    }
    return new Agreement(
        reason,
        agreement.kappa(),
        agreement.lowerBound(),
        agreement.kappaInterval(2 * ALPHA).upper(),
        bias,
        length == null ? null : length.estimate(),
        length == null ? null : length.lower(),
        length == null ? null : length.upper());
  }

  /** Few items make a wide interval; a slope that chance explains is not held against the judge. */
  private boolean isLengthBiased(Interval length) {
    return length != null
        && Math.abs(length.estimate()) > maximumLengthBias
        && (length.lower() > 0 || length.upper() < 0);
  }

  private static Interval lengthBias(List<RatedItem> items) {
    LengthBias.Result result =
        LengthBias.measure(
            array(items, RatedItem::judged),
            array(items, RatedItem::label),
            array(items, item -> Math.max(1, item.length())),
            ALPHA);
    return result instanceof LengthBias.Result.Estimate estimate ? estimate.perDoubling() : null;
  }

  private static double[] array(List<RatedItem> items, ToDoubleFunction<RatedItem> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  private static double decimal(String text, double fallback) {
    return text == null ? fallback : Double.parseDouble(text);
  }
}
