package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.Gate;

/**
 * Decides a gate on a figure that another tool measured: with its standard error by a normal bound,
 * else by the figure itself, as the tool's own users would.
 */
public final class ImportedDecision {
  /** Quantile of the normal distribution at one-sided .05. */
  private static final double Z = 1.6448536269514722;

  private ImportedDecision() {}

  /**
   * One release's figure.
   *
   * @param standardError null when the tool gave none
   */
  public record Side(double value, Double standardError) {
    double variance() {
      return standardError == null ? 0 : standardError * standardError;
    }
  }

  /**
   * Decides.
   *
   * @param candidate null when the file has no such figure
   * @param stable null when there is no file of stable's, or it has no such figure
   */
  public static Outcome decide(Gate gate, Side candidate, Side stable) {
    boolean compares = gate.maximumRegression() != null || gate.minimumImprovement() != null;
    if (candidate == null || compares && stable == null) {
      return Outcome.undecided(
          gate.name(),
          null,
          0,
          "%s is not among %s results"
              .formatted(gate.imported(), candidate == null ? "the candidate's" : "stable's"));
    }
    double value = compares ? candidate.value() - stable.value() : candidate.value();
    double error = Math.sqrt(candidate.variance() + (compares ? stable.variance() : 0));
    double lower = value - Z * error;
    double upper = value + Z * error;
    boolean atMost = gate.maximum() != null;
    double limit = limit(gate);
    boolean kept = atMost ? upper <= limit : lower >= limit;
    boolean broken = atMost ? lower > limit : upper < limit;
    return new Outcome(
        gate.name(),
        null,
        kept ? Verdict.Pass : broken ? Verdict.Fail : Verdict.Inconclusive,
        candidate.value(),
        stable == null ? null : stable.value(),
        stable == null ? null : candidate.value() - stable.value(),
        lower,
        upper,
        0,
        null,
        null,
        kept || broken ? null : "its standard error leaves both open");
  }

  private static double limit(Gate gate) {
    if (gate.maximumRegression() != null) {
      return -Double.parseDouble(gate.maximumRegression());
    }
    String bound =
        gate.minimum() != null
            ? gate.minimum()
            : gate.maximum() != null ? gate.maximum() : gate.minimumImprovement();
    return Double.parseDouble(bound);
  }
}
