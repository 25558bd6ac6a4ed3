package io.homeostat.scorer.pipeline;

import io.homeostat.invariant.Subject;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Material;
import io.homeostat.judge.Rating;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;

/** The judge's part of a score: its mean, and one part for each dimension of its rubric. */
final class JudgePart {
  private JudgePart() {}

  /**
   * Asks the judge; blocks until it has answered.
   *
   * @param judge null when it is not known yet
   */
  static void add(Subject subject, JudgeHandle judge, Parts parts) throws InterruptedException {
    if (judge == null) {
      parts.missing(ScoringPolicy.JUDGE, "JudgeNotReady");
      return;
    }
    if (!judge.takes(subject.interaction())) {
      parts.missing(ScoringPolicy.JUDGE, "JudgeNotSampled");
      return;
    }
    try {
      Rating rating =
          judge
              .client()
              .rate(
                  new Material(
                      subject.question(), subject.answer(), subject.interaction().reference()),
                  Purpose.Scoring);
      parts.put(ScoringPolicy.JUDGE, rating.mean());
      rating
          .scores()
          .forEach(
              (name, score) -> parts.put(ScoringPolicy.JUDGE + "." + name, Rating.toUnit(score)));
    } catch (JudgeUnavailableException e) {
      parts.missing(ScoringPolicy.JUDGE, e.reason().name());
    }
  }
}
