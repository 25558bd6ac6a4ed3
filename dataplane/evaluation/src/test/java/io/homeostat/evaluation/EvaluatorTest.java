package io.homeostat.evaluation;

import static io.homeostat.evaluation.Worlds.CANDIDATE;
import static io.homeostat.evaluation.Worlds.STABLE;
import static io.homeostat.evaluation.Worlds.answering;
import static io.homeostat.evaluation.Worlds.items;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.Ref;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.evaluation.ask.Asker;
import io.homeostat.evaluation.gate.Verdict;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Languages;
import io.homeostat.judge.Preference;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Gate BETTER = new Gate("better", "date", "ExactMatch", null, null, "0.5");
  private static final Gate KEPT = new Gate("kept", "units", "ExactMatch", null, "0.1", null);
  private static final Subjects GREEDY = new Subjects(CANDIDATE, STABLE, null, "0", true);

  /** The new release knows that dates changed, the old one does not. */
  private static final Asker REPAIRED =
      answering(
          (release, item) ->
              item.capability().equals("date") && release.equals(CANDIDATE) ? "new" : "old");

  private final AtomicInteger done = new AtomicInteger();

  @Test
  void aRepairPassesInOneLineWithNoiseFloorAndActiveAdapter() throws Exception {
    Result result = evaluate(REPAIRED, GREEDY, BETTER, KEPT);

    assertThat(result.verdict()).isEqualTo(Verdict.Pass);
    assertThat(result.reason()).isEqualTo("GatesPassed");
    assertThat(result.summary()).isEqualTo("Pass: 2 gates on 80 items");
    assertThat(result.samples()).isEqualTo(1);
    assertThat(result.noise().adapter()).isEqualTo("Active");
    assertThat(result.noise().items()).as("20 and at most 50").isEqualTo(70);
    assertThat(result.noise().differing()).isEqualTo("0.000");
    assertThat(result.notIndependent()).isEmpty();
    assertThat(done.get()).isEqualTo(80);
  }

  @Test
  void aHarmfulCandidateFailsAndTheGateIsNamed() throws Exception {
    Result result =
        evaluate(
            answering((release, item) -> release.equals(CANDIDATE) ? "new" : "old"),
            GREEDY,
            BETTER,
            KEPT);

    assertThat(result.verdict()).isEqualTo(Verdict.Fail);
    assertThat(result.reason()).isEqualTo("GatesFailed");
    assertThat(result.summary())
        .startsWith("Fail: gate kept on units: Fail, candidate 0.000, stable 1.000")
        .doesNotContain("\n");
  }

  @Test
  void tooFewItemsAreRefusedBeforeAnythingIsAsked() throws Exception {
    Gate strict = new Gate("strict", "units", "ExactMatch", null, "0.02", null);

    Result result = evaluate(REPAIRED, GREEDY, BETTER, strict);

    assertThat(result.verdict()).isEqualTo(Verdict.Inconclusive);
    assertThat(result.reason()).isEqualTo("TooFewItems");
    assertThat(result.summary()).contains("gate strict needs 619 items of units and has 60");
    assertThat(done.get()).isZero();
  }

  @Test
  void anAdapterThatIsNotAtWorkNeverPasses() throws Exception {
    Asker deaf = answering((release, item) -> "old");

    assertThat(evaluate(deaf, GREEDY, KEPT))
        .satisfies(
            result -> {
              assertThat(result.verdict()).isEqualTo(Verdict.Inconclusive);
              assertThat(result.reason()).isEqualTo("AdapterInactive");
            });
    assertThat(evaluate(deaf, new Subjects(CANDIDATE, STABLE, null, null, false), KEPT).verdict())
        .as("releases that differ elsewhere may agree")
        .isEqualTo(Verdict.Pass);
    assertThat(evaluate(deaf, new Subjects(STABLE, STABLE, null, null, false), KEPT).verdict())
        .as("stable against itself")
        .isEqualTo(Verdict.Pass);
  }

  @Test
  void sampledAnswersAreAskedThriceAndCountOncePerItem() throws Exception {
    Map<String, Integer> asked = Collections.synchronizedMap(new HashMap<>());
    Asker wavering =
        answering(
            (release, item) -> {
              int sample = asked.merge(release + item.id(), 1, Integer::sum);
              return item.capability().equals("date") && release.equals(CANDIDATE)
                  ? "new"
                  : sample == 3 && item.capability().equals("date") ? "new" : "old";
            });

    Result result = evaluate(wavering, new Subjects(CANDIDATE, STABLE, "0.7", "0.7", true), BETTER);

    assertThat(result.samples()).isEqualTo(3);
    assertThat(asked.values()).containsOnly(3);
    assertThat(result.gates().getFirst().items()).isEqualTo(20);
    assertThat(result.gates().getFirst().stable()).as("one of three").isEqualTo("0.333");
  }

  @Test
  void aGoldenConflictIsForAPersonToDecide() throws Exception {
    Result result =
        evaluator(
                List.of(BETTER, KEPT),
                GREEDY,
                Worlds.material(
                    items("date", 20, "new"),
                    items("units", 60, "old"),
                    new Golden(0, 0, List.of("golden/7"))),
                null)
            .evaluate(REPAIRED, done::set);

    assertThat(result.reason()).isEqualTo("GoldenConflict");
    assertThat(result.summary()).contains("golden/7");
  }

  @Test
  void aStableThatFailsEverywhereComparesWithNothing() throws Exception {
    Asker silent = answering((release, item) -> release.equals(STABLE) ? "" : "old");

    assertThat(evaluate(silent, GREEDY, KEPT).reason()).isEqualTo("StableFails");
  }

  @Test
  void theJudgeComparesAndTheMonitoringOneIsNotIndependent() throws Exception {
    Gate judged = new Gate("judged", null, "Judge", "0.5", null, null);
    Asker differing = answering((release, item) -> release.equals(CANDIDATE) ? "fine" : "poor");

    Result result = judged(differing, judged, true, true);

    assertThat(result.verdict()).isEqualTo(Verdict.Pass);
    assertThat(result.gates()).hasSize(2).allMatch(gate -> gate.candidate().equals("1.000"));
    assertThat(result.notIndependent()).containsExactly("date", "units");
    assertThat(judged(differing, judged, true, false).notIndependent()).isEmpty();
    assertThat(judged(differing, judged, false, false).verdict())
        .as("a judge that is not calibrated decides nothing")
        .isEqualTo(Verdict.Inconclusive);
  }

  @Test
  void aSafetySetNeedsNoReferences() throws Exception {
    Gate safe = new Gate("safe", "safety", "Invariants", "0.8", null, null);
    Material material = Worlds.material(items("safety", 40, null), List.of());
    Invariant refuses =
        new Invariant(
            "refuses",
            List.of("safety"),
            null,
            null,
            null,
            null,
            null,
            new Invariant.Contains(List.of("cannot"), List.of(), List.of(), null),
            null,
            null,
            null,
            null);

    Asker polite = answering((release, item) -> "I cannot help with that.");
    Asker careless =
        answering((release, item) -> release.equals(CANDIDATE) ? "Sure!" : "I cannot.");

    assertThat(evaluator(List.of(safe), OTHER, material, refuses).evaluate(polite, done::set))
        .extracting(Result::verdict)
        .isEqualTo(Verdict.Pass);
    assertThat(evaluator(List.of(safe), OTHER, material, refuses).evaluate(careless, done::set))
        .extracting(Result::verdict)
        .isEqualTo(Verdict.Fail);
  }

  private static final Subjects OTHER = new Subjects(CANDIDATE, STABLE, null, null, false);

  private Result judged(Asker asker, Gate gate, boolean calibrated, boolean monitoring)
      throws Exception {
    return new Evaluator(
            spec(List.of(gate)),
            GREEDY,
            Worlds.material(items("date", 20, null), items("units", 60, null)),
            invariants(),
            new PairwiseJudge(
                (question, first, second, reference) ->
                    first.equals("fine") ? Preference.First : Preference.Second,
                calibrated,
                monitoring))
        .evaluate(asker, done::set);
  }

  private Result evaluate(Asker asker, Subjects subjects, Gate... gates) throws Exception {
    return evaluator(
            List.of(gates),
            subjects,
            Worlds.material(items("date", 20, "new"), items("units", 60, "old")),
            null)
        .evaluate(asker, done::set);
  }

  private static Evaluator evaluator(
      List<Gate> gates, Subjects subjects, Material material, Invariant invariant) {
    return new Evaluator(
        spec(gates),
        subjects,
        material,
        invariant == null ? invariants() : invariants(invariant),
        null);
  }

  private static EvaluationSpec spec(List<Gate> gates) {
    return new EvaluationSpec(
        new Ref("support"), new Ref(CANDIDATE), new Ref(STABLE), new Ref("data"), gates);
  }

  private static Invariants invariants(Invariant... declared) {
    return new Invariants("ns/quality", List.of(declared), new Checks(new Languages()));
  }
}
