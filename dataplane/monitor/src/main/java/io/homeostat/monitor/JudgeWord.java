package io.homeostat.monitor;

import io.homeostat.events.JudgeVerdict;

/**
 * What a calibration of a judge found.
 *
 * @param calibrated whether its scores may decide: it agrees with its labels and did not drift
 * @param digest of endpoint, model and rubric
 * @param bias mean of judge − label over the labelled items; null when none could be scored
 * @param items labelled items
 */
public record JudgeWord(
    boolean calibrated, String digest, Double bias, int items, long asOfMillis) {
  /** What a verdict says. */
  public static JudgeWord of(JudgeVerdict verdict) {
    return new JudgeWord(
        verdict.mayGate(),
        verdict.judgeDigest(),
        verdict.bias(),
        verdict.items(),
        verdict.asOfMillis());
  }
}
