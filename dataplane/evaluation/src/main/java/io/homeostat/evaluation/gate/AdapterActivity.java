package io.homeostat.evaluation.gate;

import io.homeostat.crds.evaluation.EvaluationStatus.Noise;
import io.homeostat.statistics.paired.BoundedMean;
import java.util.List;
import java.util.Locale;

/** Whether the answers show that the candidate's adapter is at work at all. */
public final class AdapterActivity {
  /** Not one answer differs: the engine serves the same model under two names. */
  public static final String INACTIVE = "Inactive";

  private static final double ALPHA = 0.05;

  private AdapterActivity() {}

  /**
   * One item that stable was asked twice.
   *
   * @param itself whether stable's second answer differs from its first
   * @param candidate whether the candidate's answer differs from stable's first
   */
  public record Pair(boolean itself, boolean candidate) {}

  /**
   * Looks at the items.
   *
   * @param pairs items that stable was asked twice
   * @param identical items on which candidate and stable said the same, of all
   * @param items all
   */
  public static Noise of(List<Pair> pairs, int identical, int items) {
    double itself = share(pairs.stream().filter(Pair::itself).count(), pairs.size());
    double candidate = share(pairs.stream().filter(Pair::candidate).count(), pairs.size());
    return new Noise(
        pairs.size(),
        decimal(itself),
        decimal(candidate),
        identical == items ? INACTIVE : more(pairs) ? "Active" : "Unknown");
  }

  private static boolean more(List<Pair> pairs) {
    if (pairs.stream().noneMatch(Pair::itself)) {
      return true;
    }
    double[] differences =
        pairs.stream()
            .mapToDouble(pair -> (pair.candidate() ? 1 : 0) - (pair.itself() ? 1 : 0))
            .toArray();
    return BoundedMean.difference(differences, ALPHA).lower() > 0;
  }

  private static double share(long part, int all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static String decimal(double share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
