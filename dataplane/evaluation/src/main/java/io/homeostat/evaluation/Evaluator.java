package io.homeostat.evaluation;

import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.evaluation.EvaluationStatus.Golden;
import io.homeostat.crds.evaluation.EvaluationStatus.Noise;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.ask.Answers;
import io.homeostat.evaluation.ask.Asker;
import io.homeostat.evaluation.ask.Interview;
import io.homeostat.evaluation.gate.AdapterActivity;
import io.homeostat.evaluation.gate.GateDecision;
import io.homeostat.evaluation.gate.GatePlan;
import io.homeostat.evaluation.gate.ImportedDecision;
import io.homeostat.evaluation.gate.Independence;
import io.homeostat.evaluation.gate.ItemValue;
import io.homeostat.evaluation.gate.Outcome;
import io.homeostat.evaluation.gate.Quantity;
import io.homeostat.evaluation.gate.Verdict;
import io.homeostat.evaluation.measure.AnswerValue;
import io.homeostat.evaluation.measure.Judgements;
import io.homeostat.evaluation.measure.Measurements;
import io.homeostat.invariant.Invariants;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Carries an evaluation out: plans it, asks both releases, measures the answers and decides the
 * gates. The same in a Job and in CI.
 */
public final class Evaluator {
  private static final String DISCORDANCE = "0.04";
  private static final int CONCURRENCY = 8;
  private static final double MOST_FAILURES = 0.5;

  private final EvaluationSpec spec;
  private final Subjects subjects;
  private final Material material;
  private final Invariants invariants;
  private final PairwiseJudge judge;

  /**
   * What is evaluated and by what.
   *
   * @param judge null when the spec names none
   */
  public Evaluator(
      EvaluationSpec spec,
      Subjects subjects,
      Material material,
      Invariants invariants,
      PairwiseJudge judge) {
    this.spec = spec;
    this.subjects = subjects;
    this.material = material;
    this.invariants = invariants;
    this.judge = judge;
  }

  /**
   * Evaluates; blocks.
   *
   * @param done told how many items are answered, from any thread
   */
  public Result evaluate(Asker asker, IntConsumer done)
      throws UnusableEvaluationException, InterruptedException {
    List<Gate> gates = gates();
    List<String> shortages = shortages();
    if (!shortages.isEmpty()) {
      return refused(gates, "too few items, nothing was asked: " + String.join("; ", shortages));
    }
    int samples = subjects.samples(spec.sampling() == null ? null : spec.sampling().samples());
    List<Answers> answers =
        new Interview(asker, subjects.candidate(), subjects.stable(), samples, concurrency())
            .ask(material.items(), done);
    Measurements measured = new Measurements(new AnswerValue(invariants, spec.prices()), answers);
    Noise noise = AdapterActivity.of(measured.pairs(), measured.identical(), answers.size());
    return new Decided(gates, outcomes(gates, answers, measured), samples)
        .result(noise, measured.stableFailures());
  }

  /** The gates that have too few items, one clause each. */
  public List<String> shortages() {
    return GatePlan.shortages(gates(), material.counts(), discordance()).stream()
        .map(GatePlan.Shortage::words)
        .toList();
  }

  /** The gates of the spec, and those that imported files demand. */
  private List<Gate> gates() {
    List<Gate> gates = new ArrayList<>(spec.gates());
    material.imports().gates().forEach(gates::add);
    return gates;
  }

  private List<Outcome> outcomes(List<Gate> gates, List<Answers> answers, Measurements measured)
      throws InterruptedException {
    Map<Quantity, List<ItemValue>> values = new EnumMap<>(Quantity.class);
    List<Outcome> outcomes = new ArrayList<>();
    for (Gate gate : gates) {
      Quantity quantity = Quantity.of(gate.metric());
      if (quantity.kind() == Quantity.Kind.FIGURE) {
        outcomes.add(
            ImportedDecision.decide(
                gate,
                material.imports().candidate(gate.imported()),
                material.imports().stable(gate.imported())));
        continue;
      }
      if (!values.containsKey(quantity)) {
        values.put(quantity, quantity == Quantity.Judge ? judged(answers) : measured.of(quantity));
      }
      List<ItemValue> all = values.get(quantity);
      for (String capability : material.capabilities(gate)) {
        outcomes.add(
            GateDecision.decide(
                gate,
                capability,
                all.stream().filter(item -> item.capability().equals(capability)).toList()));
      }
    }
    return outcomes;
  }

  /** Values of the judge's comparisons; none from a judge that may not gate. */
  private List<ItemValue> judged(List<Answers> answers) throws InterruptedException {
    return judge == null || !judge.calibrated()
        ? List.of()
        : new Judgements(judge.comparison()).of(answers);
  }

  private Result refused(List<Gate> gates, String why) {
    return new Result(
        Verdict.Inconclusive,
        "TooFewItems",
        Verdict.Inconclusive + ": " + why,
        0,
        0,
        material.golden(),
        null,
        notIndependent(gates),
        List.of());
  }

  private List<String> notIndependent(List<Gate> gates) {
    return Independence.missing(
        gates,
        material.counts().keySet(),
        material.counts().entrySet().stream()
            .filter(one -> one.getValue().referenced() > 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()),
        judge != null && judge.monitoring());
  }

  private double discordance() {
    String declared = spec.sampling() == null ? null : spec.sampling().discordance();
    return Double.parseDouble(declared == null ? DISCORDANCE : declared);
  }

  private int concurrency() {
    Integer declared = spec.sampling() == null ? null : spec.sampling().concurrency();
    return declared == null ? CONCURRENCY : declared;
  }

  /** The end: what the outcomes of the gates and the doubts about the measurement come to. */
  private final class Decided {
    private final List<Gate> gates;
    private final List<Outcome> outcomes;
    private final int samples;

    Decided(List<Gate> gates, List<Outcome> outcomes, int samples) {
      this.gates = gates;
      this.outcomes = outcomes;
      this.samples = samples;
    }

    Result result(Noise noise, double stableFailures) {
      Verdict verdict = Verdict.of(outcomes.stream().map(Outcome::result).toList());
      Doubt doubt = verdict == Verdict.Pass ? doubt(noise, stableFailures) : null;
      Verdict told = doubt == null ? verdict : Verdict.Inconclusive;
      return new Result(
          told,
          doubt == null
              ? "Gates"
                  + (told == Verdict.Pass
                      ? "Passed"
                      : told == Verdict.Fail ? "Failed" : "Inconclusive")
              : doubt.reason(),
          told + ": " + (doubt == null ? words(verdict) : doubt.words()),
          material.items().size(),
          samples,
          material.golden(),
          noise,
          notIndependent(gates),
          outcomes.stream().map(Outcome::shown).toList());
    }

    private Doubt doubt(Noise noise, double stableFailures) {
      Golden golden = material.golden();
      if (golden != null && !golden.conflicts().isEmpty()) {
        return new Doubt(
            "GoldenConflict",
            "corrections contradict golden items %s: supersede them or mend the corrections"
                .formatted(String.join(", ", golden.conflicts())));
      }
      if (subjects.otherAdapter()
          && !subjects.same()
          && AdapterActivity.INACTIVE.equals(noise.adapter())) {
        return new Doubt(
            "AdapterInactive",
            "the candidate answered all %d items like stable: its adapter is not at work"
                .formatted(material.items().size()));
      }
      return stableFailures <= MOST_FAILURES
          ? null
          : new Doubt(
              "StableFails",
              "%.0f %% of stable's answers failed: there is nothing to compare with"
                  .formatted(100 * stableFailures));
    }

    private String words(Verdict verdict) {
      if (verdict == Verdict.Pass) {
        return "%d gates on %d items".formatted(outcomes.size(), material.items().size());
      }
      return outcomes.stream()
          .filter(outcome -> outcome.result() != Verdict.Pass)
          .sorted((a, b) -> Boolean.compare(b.result() == Verdict.Fail, a.result() == Verdict.Fail))
          .map(Outcome::sentence)
          .collect(Collectors.joining("; "));
    }
  }

  /** Why gates that passed prove nothing. */
  private record Doubt(String reason, String words) {}
}
