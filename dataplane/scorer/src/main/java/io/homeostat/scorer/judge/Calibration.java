package io.homeostat.scorer.judge;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.statistics.agreement.Agreement;
import io.homeostat.statistics.agreement.WeightedKappa;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how well a judge agrees with people: quadratic-weighted κ with its lower bound, and the
 * bias, over all dimensions of all labelled items. A judge that is not calibrated reports and never
 * gates.
 */
public final class Calibration {
  private static final String CALIBRATED = "Calibrated";
  private static final double ALPHA = 0.05;
  private static final double DEFAULT_KAPPA = 0.6;
  private static final double DEFAULT_BIAS = 0.05;

  private final double minimumKappa;
  private final double maximumBias;

  public Calibration(JudgeSpec.Calibration spec) {
    this.minimumKappa =
        spec.minimumKappa() == null ? DEFAULT_KAPPA : Double.parseDouble(spec.minimumKappa());
    this.maximumBias =
        spec.maximumBias() == null ? DEFAULT_BIAS : Double.parseDouble(spec.maximumBias());
  }

  /**
   * The outcome of one calibration.
   *
   * @param reason {@code Calibrated}, {@code TooFewItems}, {@code LabelsAllEqual}, {@code
   *     AgreementTooLow}, {@code Biased} or {@code JudgeUnavailable}
   * @param kappa null when nothing could be rated
   * @param bias mean of judge − label on the [0,1] scale
   */
  public record Outcome(
      boolean calibrated,
      String reason,
      Double kappa,
      Double kappaLower,
      Double bias,
      int items,
      int unscored) {
    /** The figures in one sentence. */
    public String message() {
      return kappa == null
          ? "%d of %d items could not be rated".formatted(unscored, items)
          : "weighted kappa %.3f (lower bound %.3f), bias %.3f on %d items, %d unscored"
              .formatted(kappa, kappaLower, bias, items, unscored);
    }
  }

  /**
   * Rates all items.
   *
   * @throws InterruptedException when the thread is stopped
   */
  public Outcome measure(JudgeClient judge, List<CalibrationItem> items)
      throws InterruptedException {
    List<Double> ratings = new ArrayList<>();
    List<Double> labels = new ArrayList<>();
    int unscored = 0;
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Rating>> futures =
          items.stream().map(item -> workers.submit(() -> judge.rate(item.material()))).toList();
      for (int i = 0; i < items.size(); i++) {
        try {
          Rating rating = futures.get(i).get();
          for (String dimension : judge.dimensions()) {
            ratings.add(Rating.toUnit(rating.scores().get(dimension)));
            labels.add(Rating.toUnit(items.get(i).labels().get(dimension)));
          }
        } catch (ExecutionException e) {
          unscored++;
        }
      }
    }
    return judge(ratings, labels, items.size(), unscored);
  }

  private Outcome judge(List<Double> ratings, List<Double> labels, int items, int unscored) {
    return switch (WeightedKappa.compare(array(ratings), array(labels), ALPHA)) {
      case Agreement.NotEnoughData _ ->
          refused(
              items > 0 && unscored == items ? "JudgeUnavailable" : "TooFewItems", items, unscored);
      case Agreement.NoVariation _ -> refused("LabelsAllEqual", items, unscored);
      case Agreement.Estimate agreement -> gate(agreement, items, unscored);
    };
  }

  private Outcome gate(Agreement.Estimate agreement, int items, int unscored) {
    double bias = agreement.bias().estimate();
    String reason;
    if (agreement.lowerBound() < minimumKappa) {
      reason = "AgreementTooLow";
    } else if (Math.abs(bias) > maximumBias) {
      reason = "Biased";
    } else {
      reason = CALIBRATED;
    }
    return new Outcome(
        reason.equals(CALIBRATED),
        reason,
        agreement.kappa(),
        agreement.lowerBound(),
        bias,
        items,
        unscored);
  }

  private static Outcome refused(String reason, int items, int unscored) {
    return new Outcome(false, reason, null, null, null, items, unscored);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
