package io.homeostat.judge;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.JudgeBudget.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;

/**
 * Measures how well a judge agrees with people, item by item: of the mean of the dimensions, which
 * is what the judge's score is, and of each dimension alone. A judge that is not calibrated reports
 * and never gates.
 */
public final class Calibration {
  /** The fewest items that must be rated. */
  public static final int FEWEST_ITEMS = 50;

  /** Reason of a calibration that the judge passed. */
  public static final String CALIBRATED = "Calibrated";

  private final AgreementGate gate;

  public Calibration(JudgeSpec.Calibration spec) {
    this.gate = AgreementGate.of(spec);
  }

  /**
   * The outcome of one calibration.
   *
   * @param reason {@code Calibrated}, {@code TooFewItems}, {@code LabelsAllEqual}, {@code
   *     AgreementTooLow}, {@code Biased}, {@code LengthBiased} or {@code JudgeUnavailable}
   * @param overall of the items' mean scores
   * @param dimensions dimension → its own finding
   * @param scores dimension → one digit per item, 0 for one that was not scored
   */
  public record Outcome(
      String reason,
      Agreement overall,
      Map<String, Agreement> dimensions,
      Map<String, String> scores,
      int items,
      int unscored) {
    /** Whether the judge agrees with the labels as asked. */
    public boolean calibrated() {
      return CALIBRATED.equals(reason);
    }

    /** The figures in one sentence. */
    public String message() {
      return overall.kappa() == null
          ? "%d of %d items could not be rated, at least %d must be"
              .formatted(unscored, items, FEWEST_ITEMS)
          : "%s on %d items, %d unscored".formatted(overall.words(), items, unscored);
    }
  }

  /**
   * Rates all items.
   *
   * @throws InterruptedException when the thread is stopped
   */
  public Outcome measure(JudgeClient judge, List<CalibrationItem> items)
      throws InterruptedException {
    List<Rating> ratings = rate(judge, items);
    int unscored = (int) ratings.stream().filter(rating -> rating == null).count();
    Map<String, Agreement> dimensions = new TreeMap<>();
    Map<String, String> scores = new TreeMap<>();
    for (String dimension : judge.dimensions()) {
      dimensions.put(
          dimension,
          gate.judge(
              pairs(
                  items,
                  ratings,
                  rating -> rating.scores().get(dimension),
                  item -> item.labels().get(dimension))));
      scores.put(dimension, digits(ratings, rating -> rating.scores().get(dimension)));
    }
    List<String> names = judge.dimensions();
    Agreement overall = gate.judge(means(items, ratings, names));
    boolean away = !items.isEmpty() && unscored == items.size();
    return new Outcome(
        away ? "JudgeUnavailable" : overall.reason(),
        overall,
        dimensions,
        scores,
        items.size(),
        unscored);
  }

  private static List<Rating> rate(JudgeClient judge, List<CalibrationItem> items)
      throws InterruptedException {
    List<Rating> ratings = new ArrayList<>();
    int alone = Math.min(JudgeLimits.HALF_OPEN_REQUESTS, items.size());
    for (CalibrationItem item : items.subList(0, alone)) {
      ratings.add(rateAlone(judge, item));
    }
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Rating>> futures =
          items.subList(alone, items.size()).stream()
              .map(item -> workers.submit(() -> judge.rate(item.material(), Purpose.Calibration)))
              .toList();
      for (Future<Rating> future : futures) {
        try {
          ratings.add(future.get());
        } catch (ExecutionException e) {
          ratings.add(null);
        }
      }
    }
    return ratings;
  }

  /** The first ones one by one, so that a breaker that tries a few requests lets the rest pass. */
  private static Rating rateAlone(JudgeClient judge, CalibrationItem item)
      throws InterruptedException {
    try {
      return judge.rate(item.material(), Purpose.Calibration);
    } catch (JudgeUnavailableException e) {
      return null;
    }
  }

  private static List<RatedItem> pairs(
      List<CalibrationItem> items,
      List<Rating> ratings,
      ToIntFunction<Rating> score,
      ToIntFunction<CalibrationItem> label) {
    List<RatedItem> pairs = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (ratings.get(i) != null) {
        pairs.add(
            new RatedItem(
                Rating.toUnit(score.applyAsInt(ratings.get(i))),
                Rating.toUnit(label.applyAsInt(items.get(i))),
                items.get(i).answer().length()));
      }
    }
    return pairs;
  }

  private static List<RatedItem> means(
      List<CalibrationItem> items, List<Rating> ratings, List<String> dimensions) {
    List<RatedItem> pairs = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      CalibrationItem item = items.get(i);
      if (ratings.get(i) != null) {
        double label =
            dimensions.stream()
                .mapToDouble(dimension -> Rating.toUnit(item.labels().get(dimension)))
                .average()
                .orElseThrow();
        pairs.add(new RatedItem(ratings.get(i).mean(), label, item.answer().length()));
      }
    }
    return pairs;
  }

  private static String digits(List<Rating> ratings, ToIntFunction<Rating> score) {
    StringBuilder digits = new StringBuilder();
    ratings.forEach(rating -> digits.append(rating == null ? 0 : score.applyAsInt(rating)));
    return digits.toString();
  }
}
