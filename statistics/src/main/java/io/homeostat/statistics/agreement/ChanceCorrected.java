package io.homeostat.statistics.agreement;

/**
 * κ and its large-sample error from what each item adds to the observed and to the chance
 * disagreement.
 *
 * <p>κ = 1 − A/B; item i has the influence e_i = ((1 − κ)(b_i − 2B) − (a_i − A))/B with a_i its own
 * disagreement, A their mean, and b_i the mean disagreement of its judgement with all labels plus
 * that of its label with all judgements, B half of their mean; SE = √(Σ e_i²)/n. Over categories
 * this is the formula of Fleiss, Cohen and Everitt (1969).
 *
 * @param kappa at most 1
 * @param standardError at least 0
 */
record ChanceCorrected(double kappa, double standardError) {

  /** From the items' a_i and b_i; B must be positive. */
  static ChanceCorrected of(double[] own, double[] withAll) {
    int n = own.length;
    double observed = 0;
    double chance = 0;
    for (int i = 0; i < n; i++) {
      observed += own[i] / n;
      chance += withAll[i] / (2.0 * n);
    }
    double kappa = 1 - observed / chance;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double influence = ((1 - kappa) * (withAll[i] - 2 * chance) - (own[i] - observed)) / chance;
      squares += influence * influence;
    }
    return new ChanceCorrected(kappa, Math.sqrt(squares) / n);
  }
}
