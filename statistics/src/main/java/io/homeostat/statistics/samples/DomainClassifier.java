package io.homeostat.statistics.samples;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Drift of embeddings or texts by a classifier that tries to tell current from reference rows: when
 * it cannot, nothing has changed that it could see.
 *
 * <p>Each row is scored by a ridge classifier with a Gaussian kernel that was trained on all other
 * rows (leave one out, in closed form: with A = (K + I)⁻¹ over the centred kernel, the score of row
 * i is y_i − (Ay)_i/A_ii). The statistic is the area under the ROC curve of these scores, ½ for no
 * difference and 1 for perfectly told apart. A does not depend on the labels, so the classifier is
 * trained anew for every permutation at the cost of one product, and the p-value holds without a
 * held-out half, whatever the scores' dependence (classifier two-sample test: Lopez-Paz and Oquab
 * 2017; permutation null: Kim, Ramdas, Singh and Wasserman 2021).
 */
public final class DomainClassifier {
  /** The most rows of both samples together; time grows with their cube. */
  public static final int MOST_ROWS = 1_500;

  private static final int MOST_SHOWN = 10;

  private DomainClassifier() {}

  /**
   * What the classifier found.
   *
   * @param comparison statistic: area under the curve in [0, 1]
   * @param mostForeign indices of up to 10 current rows that look least like the reference, most
   *     foreign first: what to read to see the change; empty when there was not enough data
   */
  public record Drift(Comparison comparison, List<Integer> mostForeign) {}

  /**
   * Compares texts by the words and pairs of words that they use.
   *
   * @param reference texts
   * @param current texts, together at most {@value #MOST_ROWS}
   * @param permutations the null distribution
   */
  public static Drift texts(
      List<String> reference, List<String> current, Permutations permutations) {
    double[][] features =
        HashedWords.features(
            IntStream.range(0, reference.size() + current.size())
                .mapToObj(
                    i ->
                        i < reference.size() ? reference.get(i) : current.get(i - reference.size()))
                .toList());
    return embeddings(
        Arrays.copyOf(features, reference.size()),
        Arrays.copyOfRange(features, reference.size(), features.length),
        permutations);
  }

  /**
   * Compares embeddings.
   *
   * @param reference rows of finite coordinates
   * @param current as long rows, together at most {@value #MOST_ROWS}
   * @param permutations the null distribution
   */
  public static Drift embeddings(
      double[][] reference, double[][] current, Permutations permutations) {
    int n = reference.length;
    int m = current.length;
    if (Math.min(n, m) < PooledSample.FEWEST) {
      return new Drift(new Comparison.NotEnoughData(n, m, PooledSample.FEWEST), List.of());
    }
    if (n + m > MOST_ROWS) {
      throw new IllegalArgumentException(
          "at most "
              + MOST_ROWS
              + " rows are classified but there are "
              + (n + m)
              + ": pass a random part of them");
    }
    double[][] inverse = RidgeInverse.of(GaussianKernel.of(reference, current));
    int[] order = Permutations.identity(n + m);
    Arrays.setAll(order, i -> i < m ? n + i : i - m);
    double[] scores = new double[n + m];
    score(inverse, order, m, scores);
    double observed = areaUnderCurve(scores, order, m);
    double[] actual = scores.clone();
    double[] null0 = new double[permutations.count()];
    for (int b = 0; b < null0.length; b++) {
      permutations.shuffleHead(order, m);
      score(inverse, order, m, scores);
      null0[b] = areaUnderCurve(scores, order, m);
    }
    List<Integer> mostForeign =
        IntStream.range(0, m)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -actual[n + i]))
            .limit(MOST_SHOWN)
            .toList();
    return new Drift(permutations.tested(observed, null0, n, m, 0), mostForeign);
  }

  /**
   * Leave-one-out scores when the first {@code positive} rows of the order are the current ones.
   */
  private static void score(double[][] inverse, int[] order, int positive, double[] scores) {
    double share = positive / (double) order.length;
    for (int i = 0; i < scores.length; i++) {
      // rows of the inverse sum to 1, as the kernel is centred
      double product = -share;
      for (int p = 0; p < positive; p++) {
        product += inverse[i][order[p]];
      }
      scores[i] = -product / inverse[i][i];
    }
    for (int p = 0; p < positive; p++) {
      scores[order[p]] += 1;
    }
  }

  /** Share of pairs in which the current row has the higher score, ties counting half. */
  private static double areaUnderCurve(double[] scores, int[] order, int positive) {
    double[] current = new double[positive];
    double[] rest = new double[order.length - positive];
    for (int i = 0; i < order.length; i++) {
      if (i < positive) {
        current[i] = scores[order[i]];
      } else {
        rest[i - positive] = scores[order[i]];
      }
    }
    Arrays.sort(current);
    Arrays.sort(rest);
    double wins = 0;
    int lower = 0;
    int notHigher = 0;
    for (double score : current) {
      while (lower < rest.length && rest[lower] < score) {
        lower++;
      }
      while (notHigher < rest.length && rest[notHigher] <= score) {
        notHigher++;
      }
      wins += (lower + notHigher) / 2.0;
    }
    return wins / (current.length * (double) rest.length);
  }
}
