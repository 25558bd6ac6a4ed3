package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in an Evaluation's status what became of its Job. */
public final class EvaluationStatuses {
  public static final String SUCCEEDED = "Succeeded";
  public static final String PASS = "Pass";

  private final Clock clock;

  public EvaluationStatuses(Clock clock) {
    this.clock = clock;
  }

  /** Whether the evaluation is over. */
  public static boolean isFinal(EvaluationStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), SUCCEEDED)
            || Conditions.isFalse(status.conditions(), SUCCEEDED));
  }

  /** Returns the status to write; parameters as in {@link DatasetStatuses#of}. */
  public EvaluationStatus of(
      EvaluationStatus before,
      Long generation,
      JobDecision decision,
      String job,
      JobProgress progress) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock);
    if (decision instanceof JobDecision.Finished finished) {
      return judged(conditions, generation, finished.result(), job);
    }
    Told told = Told.of(decision, progress, ConditionStatus.UNKNOWN);
    return new EvaluationStatus(
        generation,
        conditions.with(SUCCEEDED, told.status(), told.reason(), told.message()).list(),
        job,
        null,
        null,
        progress == null ? null : progress.percent(),
        null);
  }

  private static EvaluationStatus judged(
      Conditions conditions, Long generation, JsonNode result, String job) {
    ResultFields fields = new ResultFields(result);
    List<GateResult> gates = gates(result);
    Told told = told(fields.text("verdict"), fields.integer("items"), gates);
    return new EvaluationStatus(
        generation,
        conditions.with(SUCCEEDED, told.status(), told.reason(), told.message()).list(),
        job,
        fields.text("verdict"),
        fields.integer("items"),
        "100%",
        gates);
  }

  /** Only the word Pass passes; anything that is not understood is inconclusive. */
  private static Told told(String verdict, Integer items, List<GateResult> gates) {
    if (PASS.equals(verdict)) {
      return new Told(
          ConditionStatus.TRUE,
          LearningReason.GatesPassed,
          "%d gates passed on %d items".formatted(gates.size(), items));
    }
    LearningReason reason =
        "Fail".equals(verdict) ? LearningReason.GatesFailed : LearningReason.GatesInconclusive;
    String which =
        gates.stream()
            .filter(gate -> !PASS.equals(gate.result()))
            .map(EvaluationStatuses::sentence)
            .collect(Collectors.joining("; "));
    return new Told(
        ConditionStatus.FALSE,
        reason,
        which.isEmpty() ? "the Job's verdict is '%s' and names no gate".formatted(verdict) : which);
  }

  private static String sentence(GateResult gate) {
    return "gate %s on '%s': %s, candidate %s, stable %s, difference %s [%s, %s] on %s items"
        .formatted(
            gate.name(),
            gate.capability(),
            gate.result(),
            gate.candidate(),
            gate.stable(),
            gate.difference(),
            gate.lower(),
            gate.upper(),
            gate.items());
  }

  private static List<GateResult> gates(JsonNode result) {
    List<GateResult> gates = new ArrayList<>();
    for (JsonNode node : result.path("gates")) {
      ResultFields gate = new ResultFields(node);
      gates.add(
          new GateResult(
              gate.text("name"),
              gate.text("capability"),
              gate.text("result"),
              gate.decimal("candidate"),
              gate.decimal("stable"),
              gate.decimal("difference"),
              gate.decimal("lower"),
              gate.decimal("upper"),
              gate.integer("items")));
    }
    return gates;
  }
}
