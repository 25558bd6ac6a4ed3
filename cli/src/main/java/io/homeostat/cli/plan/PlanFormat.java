package io.homeostat.cli.plan;

import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.DiscreteScores;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words figures of the plan commands the same way everywhere, with a decimal point. */
final class PlanFormat {
  private PlanFormat() {}

  /** A number without trailing zeros. */
  static String plain(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  /** A number with a fixed count of decimals; "infinite" when it is. */
  static String fixed(double value, int decimals) {
    return Double.isInfinite(value)
        ? "infinite"
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A distribution as an option names it. */
  static String scores(ScoreDistribution scores) {
    return switch (scores) {
      case NormalScores _ -> "normal";
      case BetaScores beta -> "beta:" + plain(beta.a()) + "," + plain(beta.b());
      case DiscreteScores discrete -> {
        double[] values = discrete.values();
        double[] probabilities = discrete.probabilities();
        yield IntStream.range(0, values.length)
            .mapToObj(i -> plain(values[i]) + "=" + plain(probabilities[i]))
            .collect(Collectors.joining(",", "discrete:", ""));
      }
    };
  }
}
