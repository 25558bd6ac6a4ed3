package io.homeostat.monitor;

import io.homeostat.events.JudgeVerdict;
import java.util.List;

/**
 * What a calibration of a judge found.
 *
 * @param calibrated whether its scores may decide: it agrees with its labels and did not drift
 * @param digest of endpoint, model and rubric
 * @param bias mean of judge − label over the labelled items; null when none could be scored
 * @param items labelled items
 * @param dimensions of its rubric that may decide by themselves
 */
public record JudgeWord(
    boolean calibrated,
    String digest,
    Double bias,
    int items,
    long asOfMillis,
    List<String> dimensions) {
  private static final String DIMENSION = "judge.";

  /** Copies the list. */
  public JudgeWord {
    dimensions = dimensions == null ? List.of() : List.copyOf(dimensions);
  }

  /** What a verdict says. */
  public static JudgeWord of(JudgeVerdict verdict) {
    return new JudgeWord(
        verdict.mayGate(),
        verdict.judgeDigest(),
        verdict.bias(),
        verdict.items(),
        verdict.asOfMillis(),
        verdict.dimensions().stream()
            .map(JudgeVerdict.Dimension::name)
            .filter(verdict::mayGate)
            .toList());
  }

  /** Whether a part of the scores is a dimension of a judge's rubric. */
  public static boolean isDimension(String part) {
    return part != null && part.startsWith(DIMENSION);
  }

  /**
   * Whether the values of a part may decide.
   *
   * @param part of the scores; null for the composite
   */
  public boolean mayGate(String part) {
    return isDimension(part) ? dimensions.contains(part.substring(DIMENSION.length())) : calibrated;
  }
}
