package io.homeostat.statistics.agreement;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The true share of a yes-or-no property (of bad answers, say) behind a judge that errs: θ = (p +
 * Sp − 1)/(Se + Sp − 1) with the judged share p, sensitivity Se and specificity Sp (Rogan and
 * Gladen 1978), clipped to [0, 1].
 *
 * <p>Se and Sp are themselves measured on labelled items, and the interval accounts for that: Lang
 * and Reiczigel (2014), each share moved towards ½ (by 2 items for Se and Sp, by z² for p), then
 * the delta method.
 */
public final class RoganGladen {
  private RoganGladen() {}

  /** The corrected share; "the judge cannot tell" is an answer of its own. */
  public sealed interface Result {
    /**
     * The corrected share.
     *
     * @param share θ in [0, 1] with its two-sided interval
     * @param sensitivity measured share of true cases that the judge called so
     * @param specificity measured share of others that the judge called so
     */
    record Estimate(Interval share, double sensitivity, double specificity) implements Result {}

    /**
     * Se + Sp − 1 is not clearly above 0: the judge might be guessing, and no correction exists.
     *
     * @param discrimination Se + Sp − 1 with its two-sided interval
     */
    record NotIdentifiable(Interval discrimination) implements Result {}
  }

  /**
   * A share of items.
   *
   * @param cases in 0..total
   * @param total at least 1
   */
  public record Count(int cases, int total) {
    /** Rejects counts that are no share. */
    public Count {
      Require.within("the total of a share", total, 1, Integer.MAX_VALUE / 2);
      Require.within("the cases of a share", cases, 0, total);
    }

    private double share() {
      return cases / (double) total;
    }

    /** The share after {@code added} more items, half of them cases. */
    private double moved(double added) {
      return (cases + added / 2) / (total + added);
    }

    private double variance(double added) {
      double share = moved(added);
      return share * (1 - share) / (total + added);
    }
  }

  /**
   * Corrects a judged share.
   *
   * @param judged items that the judge called cases, of all judged
   * @param amongCases items that the judge called cases, of those labelled cases
   * @param amongOthers items that the judge called others, of those labelled others
   * @param alpha in (0, 0.5]: α/2 on each side
   */
  public static Result correct(Count judged, Count amongCases, Count amongOthers, double alpha) {
    Require.within("the error probability of an interval", alpha, Double.MIN_NORMAL, 0.5);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
    double sensitivityVariance = amongCases.variance(2);
    double specificityVariance = amongOthers.variance(2);
    double moved = amongCases.moved(2) + amongOthers.moved(2) - 1;
    double error = z * Math.sqrt(sensitivityVariance + specificityVariance);
    double raw = amongCases.share() + amongOthers.share() - 1;
    if (moved - error <= 0 || raw <= 0) {
      return new Result.NotIdentifiable(
          new Interval(
              raw, moved - error, moved + error, (long) amongCases.total() + amongOthers.total()));
    }
    double estimate = Math.clamp((judged.share() + amongOthers.share() - 1) / raw, 0, 1);
    double centre = (judged.moved(z * z) + amongOthers.moved(2) - 1) / moved;
    double shift = 2 * z * z * (centre * sensitivityVariance - (1 - centre) * specificityVariance);
    double variance =
        judged.variance(z * z)
            + centre * centre * sensitivityVariance
            + (1 - centre) * (1 - centre) * specificityVariance;
    double radius = z * Math.sqrt(variance) / moved;
    Interval share =
        new Interval(
            estimate,
            Math.clamp(centre + shift - radius, 0, 1),
            Math.clamp(centre + shift + radius, 0, 1),
            judged.total());
    return new Result.Estimate(share, amongCases.share(), amongOthers.share());
  }
}
