package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import java.util.Locale;

/**
 * What became of one gate.
 *
 * @param gate its name
 * @param capability null for an imported figure
 * @param result Pass, Fail or Inconclusive
 * @param candidate mean of the candidate; null without items, as are all figures after it
 * @param difference candidate minus stable, of a ratio candidate over stable
 * @param lower of what the gate bounds
 * @param upper of what the gate bounds
 * @param needed items that it would take; null when it is decided, or nobody can say
 * @param noise stable's second answers minus its first ones; null when it was not asked again
 * @param remark why it could not be decided, when that is not the number of items; null else
 */
public record Outcome(
    String gate,
    String capability,
    Verdict result,
    Double candidate,
    Double stable,
    Double difference,
    Double lower,
    Double upper,
    int items,
    Integer needed,
    Double noise,
    String remark) {

  /** A gate that nothing can be said about. */
  static Outcome undecided(String gate, String capability, int items, String remark) {
    return new Outcome(
        gate,
        capability,
        Verdict.Inconclusive,
        null,
        null,
        null,
        null,
        null,
        items,
        null,
        null,
        remark);
  }

  /** The outcome as a status shows it. */
  public GateResult shown() {
    return new GateResult(
        gate,
        capability,
        result.name(),
        decimal(candidate),
        decimal(stable),
        decimal(difference),
        decimal(lower),
        decimal(upper),
        items,
        needed,
        decimal(noise));
  }

  /** One sentence for a person. */
  public String sentence() {
    String where = capability == null ? "" : " on " + capability;
    if (candidate == null) {
      return "gate %s%s: %s, %s".formatted(gate, where, result, remark);
    }
    String figures =
        stable == null
            ? "candidate " + decimal(candidate)
            : "candidate %s, stable %s".formatted(decimal(candidate), decimal(stable));
    String why =
        remark != null
            ? ", " + remark
            : needed != null ? ", %d items decide it".formatted(needed) : "";
    return "gate %s%s: %s, %s, bounds [%s, %s] on %d items%s"
        .formatted(gate, where, result, figures, decimal(lower), decimal(upper), items, why);
  }

  private static String decimal(Double value) {
    if (value == null || !Double.isFinite(value)) {
      return null;
    }
    String text = String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    return text.equals("-0.000") ? "0.000" : text;
  }
}
