package io.homeostat.cli.evaluate;

import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import io.homeostat.evaluation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An evaluation's result for a person: the verdict, then one line for each gate. */
final class ResultText {
  private ResultText() {}

  static String of(Result result) {
    List<String> lines = new ArrayList<>();
    lines.add(result.summary());
    for (GateResult gate : result.gates()) {
      lines.add(
          "  %-12s %s%s: candidate %s, stable %s, bounds [%s, %s], %d items%s"
              .formatted(
                  gate.result(),
                  gate.name(),
                  gate.capability() == null ? "" : " on " + gate.capability(),
                  orDash(gate.candidate()),
                  orDash(gate.stable()),
                  orDash(gate.lower()),
                  orDash(gate.upper()),
                  gate.items(),
                  gate.itemsNeeded() == null
                      ? ""
                      : ", %d decide it".formatted(gate.itemsNeeded())));
    }
    if (result.noise() != null) {
      lines.add(
          "  stable differs from itself on %s of %d items, the candidate from stable on %s"
              .formatted(
                  result.noise().differing(),
                  result.noise().items(),
                  result.noise().candidateDiffering()));
    }
    if (!result.notIndependent().isEmpty()) {
      lines.add(
          "  not independent: only the judge of the live answers proves "
              + String.join(", ", result.notIndependent()));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String orDash(String figure) {
    return Objects.requireNonNullElse(figure, "-");
  }
}
