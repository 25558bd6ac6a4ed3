package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of an Evaluation. Conditions Succeeded and Independent. */
@ApiType
public record EvaluationStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Succeeded: True every gate passed, False one failed or is inconclusive, Unknown"
                + " running. Independent: False when a capability is proven only by the judge that"
                + " also scores the live answers, which asks for a person's approval.")
        List<Condition> conditions,
    @JsonPropertyDescription("Job that asks the items.") String job,
    @OneOf({"Pass", "Fail", "Inconclusive"})
        @JsonPropertyDescription("Outcome: Pass, Fail or Inconclusive.")
        String verdict,
    @JsonPropertyDescription("The outcome in one line.") String summary,
    @JsonPropertyDescription("Items that were asked.") Integer items,
    @JsonPropertyDescription("Answers of each release to each item.") Integer samples,
    @JsonPropertyDescription("How far it is, ready to read.") String progress,
    @JsonPropertyDescription("What became of the golden items that hold an old truth.")
        Golden golden,
    @JsonPropertyDescription("How far stable differs from itself and from the candidate.")
        Noise noise,
    @JsonPropertyDescription("Capabilities that no gate proves independently, at most 32.")
        List<String> notIndependent,
    @JsonPropertyDescription("Outcome of each gate.") List<GateResult> gates) {
  public EvaluationStatus {
    conditions = OrEmpty.list(conditions);
    notIndependent = OrEmpty.list(notIndependent);
    gates = OrEmpty.list(gates);
  }

  /** Golden items that were not asked as they are written. */
  @ApiType
  public record Golden(
      @JsonPropertyDescription("Left out, since the spec says that they are superseded.")
          Integer superseded,
      @JsonPropertyDescription(
              "Given a new reference by a held-out correction whose source is in no training row.")
          Integer rereferenced,
      @JsonPropertyDescription(
              "Ids of items that corrections contradict and nobody decided about, at most 10; they"
                  + " make the verdict inconclusive.")
          List<String> conflicts) {
    public Golden {
      conflicts = OrEmpty.list(conflicts);
    }
  }

  /** How much of a difference is noise. */
  @ApiType
  public record Noise(
      @JsonPropertyDescription("Items that stable was asked once more.") Integer items,
      @JsonPropertyDescription("Share of them that it answered otherwise the second time.")
          String differing,
      @JsonPropertyDescription("Share of them that the candidate answered otherwise than stable.")
          String candidateDiffering,
      @OneOf({"Active", "Inactive", "Unknown"})
          @JsonPropertyDescription(
              "Whether the answers show that the candidate's adapter is at work: Inactive when not"
                  + " one differs, Unknown when stable differs from itself as much.")
          String adapter) {}

  /** Outcome of one gate. */
  @ApiType
  public record GateResult(
      @JsonPropertyDescription("Name of the gate.") String name,
      @JsonPropertyDescription("Capability; absent: none, of an imported figure.")
          String capability,
      @OneOf({"Pass", "Fail", "Inconclusive"})
          @JsonPropertyDescription("Pass, Fail or Inconclusive.")
          String result,
      @JsonPropertyDescription("Mean of the candidate.") String candidate,
      @JsonPropertyDescription("Mean of stable on the same items.") String stable,
      @JsonPropertyDescription("Candidate minus stable; of a ratio candidate over stable.")
          String difference,
      @JsonPropertyDescription("Lower end of the interval of what the gate bounds.") String lower,
      @JsonPropertyDescription("Upper end of the interval of what the gate bounds.") String upper,
      @JsonPropertyDescription("Items of the gate.") Integer items,
      @JsonPropertyDescription("Items that it would take to decide; absent: it is decided.")
          Integer itemsNeeded,
      @JsonPropertyDescription("Stable's second answers minus its first ones, the noise floor.")
          String noise) {}
}
