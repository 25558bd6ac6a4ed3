package io.homeostat.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import io.homeostat.crds.evaluation.EvaluationStatus.Noise;
import io.homeostat.evaluation.gate.Verdict;
import java.util.List;

/**
 * What an evaluation found, with the fields of an Evaluation's status.
 *
 * @param reason why, as the condition Succeeded names it
 * @param summary one line for a person
 * @param items asked
 * @param samples answers of each release to each item
 * @param golden null when all golden items hold
 * @param noise null when nothing was asked
 * @param notIndependent capabilities that no gate proves independently
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Result(
    Verdict verdict,
    String reason,
    String summary,
    int items,
    int samples,
    Golden golden,
    Noise noise,
    List<String> notIndependent,
    List<GateResult> gates) {
  public Result {
    notIndependent = List.copyOf(notIndependent);
    gates = List.copyOf(gates);
  }
}
