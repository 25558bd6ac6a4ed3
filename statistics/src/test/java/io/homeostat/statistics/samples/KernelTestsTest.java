package io.homeostat.statistics.samples;

import static io.homeostat.statistics.samples.Samples.X;
import static io.homeostat.statistics.samples.Samples.Y;
import static io.homeostat.statistics.samples.Samples.permutations;
import static io.homeostat.statistics.samples.Samples.tested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.samples.Comparison.Tested;
import io.homeostat.statistics.samples.DomainClassifier.Drift;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTestsTest {
  private static double[][] cloud(Draws draws, int size, double spread) {
    double[][] points = new double[size][4];
    for (double[] point : points) {
      Arrays.setAll(point, _ -> spread * draws.normal());
    }
    return points;
  }

  private static List<String> questions(Draws draws, int size, String topic) {
    String[] words = {"how", "much", "is", "my", "order", "parcel", "late", "where", "the", topic};
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < 8; w++) {
        text.append(words[(int) (draws.uniform() * words.length)]).append(' ');
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void maximum_mean_discrepancy_equals_the_oracle() {
    Tested result = tested(MaximumMeanDiscrepancy.compare(X, Y, permutations(21)));
    assertThat(result.statistic()).isCloseTo(-.010421360448, within(5e-13));
    assertThat(tested(MaximumMeanDiscrepancy.compare(Y, X, permutations(21))).statistic())
        .isCloseTo(-.010421360448, within(5e-13));
    assertThat(result.pValue()).isGreaterThan(.5);
  }

  @Test
  void a_wider_cloud_with_the_same_centre_is_seen() {
    Draws draws = new Draws(621);
    double[][] reference = cloud(draws, 80, 1);
    double[][] current = cloud(draws, 60, 2);
    assertThat(
            tested(MaximumMeanDiscrepancy.compare(reference, current, permutations(22))).pValue())
        .isEqualTo(1 / 200.0);
    Tested classified =
        tested(DomainClassifier.embeddings(reference, current, permutations(23)).comparison());
    assertThat(classified.pValue()).isEqualTo(1 / 200.0);
    assertThat(classified.statistic()).isGreaterThan(.7);
  }

  @Test
  void without_a_change_p_values_are_uniform() {
    Draws draws = new Draws(622);
    Permutations permutations = permutations(24);
    Samples.assertUniform(
        300,
        .9,
        _ ->
            MaximumMeanDiscrepancy.compare(cloud(draws, 30, 1), cloud(draws, 20, 1), permutations));
    Samples.assertUniform(
        300,
        .9,
        _ ->
            DomainClassifier.embeddings(cloud(draws, 25, 1), cloud(draws, 20, 1), permutations)
                .comparison());
    Samples.assertUniform(
        200,
        .8,
        _ ->
            DomainClassifier.texts(
                    questions(draws, 25, "invoice"), questions(draws, 20, "invoice"), permutations)
                .comparison());
  }

  @Test
  void the_scores_equal_those_of_classifiers_trained_without_each_row() {
    Draws draws = new Draws(623);
    double[][] reference = cloud(draws, 7, 1);
    double[][] current = cloud(draws, 5, 1.5);
    GaussianKernel kernel = GaussianKernel.of(reference, current);
    double[][] inverse = RidgeInverse.of(kernel);
    int size = 12;
    double[][] ridge = new double[size][size];
    double[] mean = new double[size];
    double all = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        mean[i] += kernel.of(i, j) / size;
      }
      all += mean[i] / size;
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        ridge[i][j] = kernel.of(i, j) - mean[i] - mean[j] + all + (i == j ? 1 : 0);
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double product = 0;
        for (int k = 0; k < size; k++) {
          product += ridge[i][k] * inverse[k][j];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
    assertThat(Arrays.stream(inverse[3]).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void a_new_topic_in_a_third_of_the_texts_is_seen_and_shown() {
    Draws draws = new Draws(624);
    List<String> reference = questions(draws, 120, "invoice");
    List<String> current = new ArrayList<>(questions(draws, 60, "invoice"));
    for (int i = 0; i < 20; i++) {
      current.set(3 * i, "please cancel the subscription and refund my card " + i);
    }
    Drift drift = DomainClassifier.texts(reference, current, permutations(25));
    assertThat(tested(drift.comparison()).pValue()).isEqualTo(1 / 200.0);
    assertThat(drift.mostForeign()).hasSize(10).allMatch(i -> i % 3 == 0);
  }

  @Test
  void equal_points_are_no_difference() {
    double[][] same = new double[10][3];
    assertThat(tested(MaximumMeanDiscrepancy.compare(same, same, permutations(26))).pValue())
        .isEqualTo(1);
    assertThat(
            tested(DomainClassifier.embeddings(same, same, permutations(27)).comparison()).pValue())
        .isEqualTo(1);
  }

  @Test
  void too_few_and_bad_points_are_named() {
    double[][] one = {{1, 2}};
    double[][] two = {{1, 2}, {3, 4}};
    assertThat(MaximumMeanDiscrepancy.compare(one, two, permutations(28)))
        .isEqualTo(new Comparison.NotEnoughData(1, 2, 2));
    assertThat(DomainClassifier.embeddings(two, one, permutations(28)).comparison())
        .isEqualTo(new Comparison.NotEnoughData(2, 1, 2));
    double[][] ragged = {{1, 2}, {3}};
    assertThatThrownBy(() -> MaximumMeanDiscrepancy.compare(two, ragged, permutations(28)))
        .hasMessageContaining("point 3 has 1 and point 0 has 2");
    double[][] broken = {{1, 2}, {3, Double.NaN}};
    assertThatThrownBy(() -> MaximumMeanDiscrepancy.compare(two, broken, permutations(28)))
        .hasMessageContaining("a coordinate of point 3");
    double[][] many = new double[2_500][1];
    assertThatThrownBy(() -> MaximumMeanDiscrepancy.compare(many, many, permutations(28)))
        .hasMessageContaining("pass a random part of them");
    assertThatThrownBy(() -> DomainClassifier.embeddings(many, many, permutations(28)))
        .hasMessageContaining("pass a random part of them");
  }
}
