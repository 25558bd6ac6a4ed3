package io.homeostat.archive.label;

import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which judged answers people are asked about: a share of all at random, by which the
 * judge's mean is corrected, and beside them a quarter of those that the judge is unsure of, which
 * teach the most about its rubric. Both by a number that depends on the id alone, so every answer
 * has a known probability to be asked about.
 *
 * @param share of all answers, in (0,1]
 */
public record LabelQueue(double share) {
  /** Share of the unsure answers that are asked about beyond the random ones. */
  public static final double UNSURE_SHARE = 0.25;

  private static final String DIMENSION = "judge.";
  private static final double NEAR_THE_MIDDLE = 0.125;
  private static final double DISAGREEMENT = 0.5;

  /** Why an answer is asked about. */
  public enum Queue {
    /** Drawn from all. */
    Random,
    /** Drawn from those that the judge is unsure of. */
    Uncertain
  }

  /**
   * A place in the queue.
   *
   * @param probability with which this answer is asked about, in (0,1]
   */
  public record Place(Queue queue, double probability) {}

  /** Positions from here on are in no queue. */
  public double end() {
    return share + (1 - share) * UNSURE_SHARE;
  }

  /**
   * The place of an answer; empty when people are not asked about it.
   *
   * @param position in [0,1), a hash of the id
   * @param parts of its score
   */
  public Optional<Place> place(double position, Map<String, Double> parts) {
    boolean unsure = isUnsure(parts);
    if (position < share) {
      return Optional.of(new Place(Queue.Random, unsure ? end() : share));
    }
    return unsure && position < end()
        ? Optional.of(new Place(Queue.Uncertain, end()))
        : Optional.empty();
  }

  /** Near the middle of the scale, or with dimensions at least two points apart. */
  private static boolean isUnsure(Map<String, Double> parts) {
    DoubleSummaryStatistics dimensions =
        parts.entrySet().stream()
            .filter(part -> part.getKey().startsWith(DIMENSION))
            .mapToDouble(Map.Entry::getValue)
            .summaryStatistics();
    Double judge = parts.get("judge");
    return judge != null && Math.abs(judge - 0.5) <= NEAR_THE_MIDDLE
        || dimensions.getCount() > 1 && dimensions.getMax() - dimensions.getMin() >= DISAGREEMENT;
  }
}
