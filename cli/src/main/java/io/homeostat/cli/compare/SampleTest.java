package io.homeostat.cli.compare;

import io.homeostat.statistics.samples.ChiSquare;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.CramerVonMises;
import io.homeostat.statistics.samples.EnergyDistance;
import io.homeostat.statistics.samples.JensenShannon;
import io.homeostat.statistics.samples.KolmogorovSmirnov;
import io.homeostat.statistics.samples.MannWhitney;
import io.homeostat.statistics.samples.MaximumMeanDiscrepancy;
import io.homeostat.statistics.samples.Permutations;
import io.homeostat.statistics.samples.PopulationStability;
import io.homeostat.statistics.samples.Wasserstein;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What two samples are compared by. */
enum SampleTest {
  KS("ks", (x, y, p) -> KolmogorovSmirnov.compare(x, y)),
  KS_TIES("ks-ties", (x, y, p) -> KolmogorovSmirnov.givenTies(x, y)),
  CRAMER_VON_MISES("cvm", CramerVonMises::compare),
  MANN_WHITNEY("mann-whitney", (x, y, p) -> MannWhitney.compare(x, y)),
  WASSERSTEIN("wasserstein", Wasserstein::compare),
  ENERGY("energy", EnergyDistance::compare),
  PSI("psi", (x, y, p) -> PopulationStability.compare(x, y, PopulationStability.DECILES, p)),
  JENSEN_SHANNON("js", JensenShannon::compare),
  CHI_SQUARE("chi-square", ChiSquare::ofLevels),
  MMD("mmd", SampleTest::discrepancy);

  /** The names of all, for help texts. */
  static final String NAMES =
      "ks, ks-ties, cvm, mann-whitney, wasserstein, energy, psi, js, chi-square, mmd";

  private final String label;
  private final Method method;

  SampleTest(String label, Method method) {
    this.label = label;
    this.method = method;
  }

  @FunctionalInterface
  private interface Method {
    Comparison compare(double[] reference, double[] current, Permutations permutations);
  }

  /** The name that users write. */
  String label() {
    return label;
  }

  Comparison compare(double[] reference, double[] current, Permutations permutations) {
    return method.compare(reference, current, permutations);
  }

  /** Compares all pairs of points, of large samples a random part. */
  private static Comparison discrepancy(double[] x, double[] y, Permutations permutations) {
    double share = Math.min(1, MaximumMeanDiscrepancy.MOST_POINTS / (double) (x.length + y.length));
    return MaximumMeanDiscrepancy.compare(
        part(x, share, permutations.random()), part(y, share, permutations.random()), permutations);
  }

  private static double[] part(double[] values, double share, RandomGenerator random) {
    double[] part = values.clone();
    int size = (int) (share * values.length);
    for (int i = 0; i < size && size < values.length; i++) {
      int j = i + random.nextInt(part.length - i);
      double moved = part[i];
      part[i] = part[j];
      part[j] = moved;
    }
    return Arrays.copyOf(part, size);
  }

  /** Reads a name. */
  static final class Converter implements ITypeConverter<SampleTest> {
    @Override
    public SampleTest convert(String text) {
      return Arrays.stream(values())
          .filter(test -> test.label.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "write some of " + NAMES + " instead of '" + text + "'"));
    }
  }
}
