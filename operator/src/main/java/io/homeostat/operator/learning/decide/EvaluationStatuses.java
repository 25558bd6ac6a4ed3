package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.EvaluationStatus;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** Says in an Evaluation's status what became of its Job. */
public final class EvaluationStatuses {
  public static final String SUCCEEDED = "Succeeded";
  public static final String INDEPENDENT = "Independent";
  public static final String PASS = "Pass";

  private static final String FAIL = "Fail";
  private static final String INCONCLUSIVE = "Inconclusive";
  private static final List<String> VERDICTS = List.of(PASS, FAIL, INCONCLUSIVE);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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
        null,
        null,
        progress == null ? null : progress.percent(),
        null,
        null,
        null,
        null);
  }

  private static EvaluationStatus judged(
      Conditions conditions, Long generation, JsonNode result, String job) {
    EvaluationStatus found = read(result);
    Told told = told(found, result.path("reason").asText());
    Told independent = independent(found);
    return new EvaluationStatus(
        generation,
        conditions
            .with(SUCCEEDED, told.status(), told.reason(), told.message())
            .with(INDEPENDENT, independent.status(), independent.reason(), independent.message())
            .list(),
        job,
        known(found.verdict()) ? found.verdict() : INCONCLUSIVE,
        found.summary(),
        found.items(),
        found.samples(),
        "100%",
        found.golden(),
        found.noise(),
        found.notIndependent(),
        found.gates());
  }

  /** The Job's result has the fields of a status; one that cannot be read has none. */
  private static EvaluationStatus read(JsonNode result) {
    try {
      return JSON.treeToValue(result, EvaluationStatus.class);
    } catch (JsonProcessingException e) {
      return new EvaluationStatus(
          null, null, null, null, null, null, null, null, null, null, null, null);
    }
  }

  private static boolean known(String verdict) {
    return verdict != null && VERDICTS.contains(verdict);
  }

  /** Only the word Pass passes; anything that is not understood is inconclusive. */
  private static Told told(EvaluationStatus found, String reason) {
    String summary =
        found.summary() == null
            ? "the Job's verdict is '%s' and says no more".formatted(found.verdict())
            : found.summary();
    if (PASS.equals(found.verdict())) {
      return new Told(ConditionStatus.TRUE, LearningReason.GatesPassed, summary);
    }
    boolean failed = FAIL.equals(found.verdict());
    LearningReason inconclusive =
        Arrays.stream(LearningReason.values())
            .filter(one -> one.name().equals(reason) && one != LearningReason.GatesPassed)
            .findFirst()
            .orElse(LearningReason.GatesInconclusive);
    return new Told(
        ConditionStatus.FALSE, failed ? LearningReason.GatesFailed : inconclusive, summary);
  }

  private static Told independent(EvaluationStatus found) {
    return found.notIndependent().isEmpty()
        ? new Told(
            ConditionStatus.TRUE,
            LearningReason.IndependentGates,
            "each capability has a gate that does not rest on the judge of the live answers")
        : new Told(
            ConditionStatus.FALSE,
            LearningReason.NotIndependent,
            "no gate proves %s without the judge of the live answers: look at answers and approve,"
                    .formatted(String.join(", ", found.notIndependent()))
                + " or add a gate with references, invariants or another judge");
  }
}
