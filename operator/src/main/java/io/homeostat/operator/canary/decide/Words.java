package io.homeostat.operator.canary.decide;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures of a canary as a person reads them. */
public final class Words {
  private static final double PERMILLE_PER_PERCENT = 10;
  private static final int SIGNIFICANT = 4;

  private Words() {}

  /** A share of sessions, such as {@code 5%} or {@code 2.5%}. */
  public static String percent(int permille) {
    return permille % 10 == 0
        ? permille / 10 + "%"
        : String.format(Locale.ROOT, "%.1f%%", permille / PERMILLE_PER_PERCENT);
  }

  /** A step and how many there are, such as {@code 1/2}; past the end it is the last. */
  static String position(CanaryRules rules, int number) {
    int steps = rules.steps().size();
    return "%d/%d".formatted(Math.min(number + 1, steps), steps);
  }

  /** A step with its share, such as {@code step 1 of 2 at 5% of the sessions}. */
  static String step(CanaryRules rules, int number) {
    CanaryRules.StepRule step = rules.step(number);
    return step.shadow() > 0
        ? "step %d of %d in shadow of %s of the requests"
            .formatted(number + 1, rules.steps().size(), percent(step.shadow()))
        : "step %d of %d at %s of the sessions"
            .formatted(number + 1, rules.steps().size(), percent(step.weight()));
  }

  /**
   * A difference with its interval, such as {@code -0.012 [-0.050, +0.031]}; what is unknown is
   * {@code ?}.
   */
  public static String difference(Double difference, Double lower, Double upper) {
    return "%s [%s, %s]".formatted(signed(difference), signed(lower), signed(upper));
  }

  /** A signed figure with three decimals; {@code ?} for none. */
  public static String signed(Double value) {
    return value == null || value.isNaN() || value.isInfinite()
        ? "?"
        : String.format(Locale.ROOT, "%+.3f", value == 0 ? 0.0 : value);
  }

  /** A figure with two decimals, such as {@code 0.05}. */
  static String hundredths(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A figure of any size, such as {@code 0.004} or {@code 850}. */
  public static String figure(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value)
            .round(new MathContext(SIGNIFICANT))
            .stripTrailingZeros()
            .toPlainString()
        : "?";
  }
}
