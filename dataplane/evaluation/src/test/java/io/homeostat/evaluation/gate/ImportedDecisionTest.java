package io.homeostat.evaluation.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.gate.ImportedDecision.Side;
import org.junit.jupiter.api.Test;

class ImportedDecisionTest {
  @Test
  void aFigureWithAnErrorKeepsItsBoundByTheErrorsWidth() {
    Gate gate = gate("0.4", null, null, null);

    assertThat(result(gate, new Side(0.5, 0.02), null)).isEqualTo(Verdict.Pass);
    assertThat(result(gate, new Side(0.42, 0.02), null)).isEqualTo(Verdict.Inconclusive);
    assertThat(result(gate, new Side(0.3, 0.02), null)).isEqualTo(Verdict.Fail);
  }

  @Test
  void aFigureWithoutErrorIsTakenAtItsWord() {
    assertThat(result(gate(null, null, null, "300"), new Side(299, null), null))
        .isEqualTo(Verdict.Pass);
    assertThat(result(gate(null, null, null, "300"), new Side(301, null), null))
        .isEqualTo(Verdict.Fail);
  }

  @Test
  void aRegressionAddsTheErrorsOfBothSides() {
    Gate gate = gate(null, "0.05", null, null);

    assertThat(result(gate, new Side(0.5, 0.01), new Side(0.5, 0.01))).isEqualTo(Verdict.Pass);
    assertThat(result(gate, new Side(0.5, 0.02), new Side(0.5, 0.03)))
        .isEqualTo(Verdict.Inconclusive);
    assertThat(result(gate, new Side(0.3, 0.01), new Side(0.5, 0.01))).isEqualTo(Verdict.Fail);
  }

  @Test
  void aFigureThatIsMissingIsNamed() {
    assertThat(ImportedDecision.decide(gate("0.4", null, null, null), null, null).sentence())
        .contains("bench/acc is not among the candidate's results");
    assertThat(
            ImportedDecision.decide(gate(null, "0.1", null, null), new Side(1, null), null)
                .sentence())
        .contains("bench/acc is not among stable's results");
  }

  private static Verdict result(Gate gate, Side candidate, Side stable) {
    return ImportedDecision.decide(gate, candidate, stable).result();
  }

  private static Gate gate(String minimum, String regression, String gain, String maximum) {
    return new Gate(
        "bench", null, "Imported", minimum, regression, gain, maximum, null, null, "bench/acc");
  }
}
