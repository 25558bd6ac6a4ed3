package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of an Evaluation. Condition Succeeded. */
@ApiType
public record EvaluationStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Succeeded: True every gate passed, False one failed or is inconclusive, Unknown"
                + " running.")
        List<Condition> conditions,
    @JsonPropertyDescription("Job that asks the items.") String job,
    @OneOf({"Pass", "Fail", "Inconclusive"})
        @JsonPropertyDescription("Outcome: Pass, Fail or Inconclusive.")
        String verdict,
    @JsonPropertyDescription("Items that were asked.") Integer items,
    @JsonPropertyDescription("How far it is, ready to read.") String progress,
    @JsonPropertyDescription("Outcome of each gate.") List<GateResult> gates) {
  public EvaluationStatus {
    conditions = OrEmpty.list(conditions);
    gates = OrEmpty.list(gates);
  }

  /** Outcome of one gate. */
  @ApiType
  public record GateResult(
      @JsonPropertyDescription("Name of the gate.") String name,
      @JsonPropertyDescription("Capability; absent: all together.") String capability,
      @OneOf({"Pass", "Fail", "Inconclusive"})
          @JsonPropertyDescription("Pass, Fail or Inconclusive.")
          String result,
      @JsonPropertyDescription("Mean of the candidate.") String candidate,
      @JsonPropertyDescription("Mean of stable on the same items.") String stable,
      @JsonPropertyDescription("Candidate minus stable.") String difference,
      @JsonPropertyDescription("Lower end of the interval.") String lower,
      @JsonPropertyDescription("Upper end of the interval.") String upper,
      @JsonPropertyDescription("Items of the gate.") Integer items) {}
}
