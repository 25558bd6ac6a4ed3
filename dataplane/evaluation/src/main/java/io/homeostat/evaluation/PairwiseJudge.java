package io.homeostat.evaluation;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.evaluation.measure.Comparison;
import io.homeostat.judge.ChatModels;
import io.homeostat.judge.JudgeBudget;
import io.homeostat.judge.JudgeConnection;
import io.homeostat.judge.JudgeLimits;
import io.homeostat.judge.PairJudge;
import io.homeostat.judge.Quotation;
import java.time.Clock;

/**
 * The judge of an evaluation.
 *
 * @param calibrated whether it agrees with people's labels; another one decides nothing
 * @param monitoring whether its scores of live answers called for the candidate
 */
public record PairwiseJudge(Comparison comparison, boolean calibrated, boolean monitoring) {
  /**
   * The judge that a Judge declares.
   *
   * @param apiKey null when the endpoint asks for none
   */
  public static PairwiseJudge of(
      JudgeSpec spec, String apiKey, boolean calibrated, boolean monitoring) {
    PairJudge pairs =
        new PairJudge(
            spec.rubric(),
            Quotation.random(),
            new JudgeConnection(
                ChatModels.of(spec, apiKey),
                new JudgeLimits(spec, Clock.systemUTC()),
                JudgeBudget.UNLIMITED,
                Thread::sleep));
    return new PairwiseJudge(pairs::prefer, calibrated, monitoring);
  }
}
