package io.homeostat.statistics.paired;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The classical test with one look at a number of differences fixed before, so that the price of
 * looking at any time can be seen beside it.
 *
 * <p>H0: E D ≤ θ is rejected when t = (mean − θ)/(s/√n) exceeds the quantile of Student's
 * distribution with n − 1 degrees; its error rate holds for one look at n only (exactly under
 * normality, closely from some dozens of differences). Looked at after every pair, it errs as often
 * as one likes. When all n differences are one value d there is no s: the share q of differences
 * unlike d that would bring the mean down to θ is q = (d − θ)/(1 + d), and p = (1 − q)^n.
 *
 * <p>State: 38 bytes. Not thread-safe; {@link #observe} allocates nothing.
 */
public final class FixedHorizonTest {
  private static final int FEWEST = 2;

  private final int planned;
  private final double hurdle;
  private long count;
  private double mean;
  private double squares;

  private FixedHorizonTest(int planned, double hurdle) {
    this.planned = Require.within("the planned differences", planned, FEWEST, Integer.MAX_VALUE);
    this.hurdle = Require.between("the hurdle of a test", hurdle, -1, 1);
  }

  /** What a test with one look says. */
  public sealed interface Decision {}

  /**
   * The look is not due yet.
   *
   * @param count differences so far
   * @param planned differences at the look
   */
  public record NotYet(long count, int planned) implements Decision {}

  /**
   * The look was taken.
   *
   * @param rejected whether E D &gt; θ is shown
   * @param mean of the differences
   * @param pValue in [0, 1]
   */
  public record Looked(boolean rejected, double mean, double pValue) implements Decision {}

  /**
   * A test for E D &gt; θ that looks once.
   *
   * @param differences n ≥ 2, in general from {@link #differencesNeeded}
   * @param hurdle θ in (−1, 1): −margin for non-inferiority, 0 or a gain for superiority
   */
  public static FixedHorizonTest planned(int differences, double hurdle) {
    return new FixedHorizonTest(differences, hurdle);
  }

  /**
   * Differences that a one-sided test needs: ⌈(z_{1−α} + z_{power})²·s²/distance²⌉, in which the
   * factor is 6.18 at α = .05 and power .8. For binary outcomes s² is the share of discordant pairs
   * (less the squared mean difference).
   *
   * @param deviation s &gt; 0 of the differences, at most 1
   * @param distance from the true mean difference to θ, in (0, 2]
   * @param alpha in (0, 0.5]
   * @param power probability of rejecting, in [0.5, 1)
   * @return at least 2
   * @throws IllegalArgumentException also when more than 2³¹ − 1 are needed
   */
  public static int differencesNeeded(
      double deviation, double distance, double alpha, double power) {
    Require.within("the standard deviation", deviation, Double.MIN_NORMAL, 1);
    Require.within("the distance to the hurdle", distance, Double.MIN_NORMAL, 2);
    Require.within("the error probability of a test", alpha, Double.MIN_NORMAL, 0.5);
    Require.within("the power of a test", power, 0.5, Math.nextDown(1.0));
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double z =
        normal.inverseSurvivalProbability(alpha) + normal.inverseCumulativeProbability(power);
    double needed = Math.ceil(z * z * deviation * deviation / (distance * distance));
    Require.within("the number of differences needed", needed, 0, Integer.MAX_VALUE);
    return (int) Math.max(FEWEST, needed);
  }

  /**
   * Takes the next difference, in [−1, 1].
   *
   * @throws IllegalStateException after the planned number
   */
  public void observe(double difference) {
    Require.within("a difference", difference, -1, 1);
    if (count == planned) {
      throw new IllegalStateException(
          "the test was planned for " + planned + " differences; plan a new one for more");
    }
    count++;
    double shift = difference - mean;
    mean += shift / count;
    squares += shift * (difference - mean);
  }

  /**
   * The decision at the planned number.
   *
   * @param alpha one-sided, in (0, 0.5]
   */
  public Decision decide(double alpha) {
    Require.within("the error probability of a test", alpha, Double.MIN_NORMAL, 0.5);
    if (count < planned) {
      return new NotYet(count, planned);
    }
    double p = pValue();
    return new Looked(p <= alpha, mean, p);
  }

  /** One-sided p value of the differences so far; it is one only at the planned number. */
  public double pValue() {
    if (count < FEWEST) {
      return 1;
    }
    if (squares <= 0) {
      double unlike = Math.max(0, mean - hurdle) / (1 + mean);
      return mean <= hurdle ? 1 : Math.pow(1 - unlike, count);
    }
    double t = (mean - hurdle) / Math.sqrt(squares / (count - 1) / count);
    return TDistribution.of(count - 1).survivalProbability(t);
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.FIXED_HORIZON_TEST)
        .put(planned)
        .put(hurdle)
        .put(count)
        .put(mean)
        .put(squares)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static FixedHorizonTest fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.FIXED_HORIZON_TEST, bytes, FixedHorizonTest::read);
  }

  private static FixedHorizonTest read(StateReader in) {
    FixedHorizonTest test = new FixedHorizonTest(in.nextInt(), in.nextDouble());
    test.count = Require.atLeast("a count", in.nextLong(), 0);
    in.check(test.count <= test.planned, "more differences than planned");
    test.mean = Require.within("a saved mean", in.nextDouble(), -1, 1);
    test.squares = Require.within("a saved sum of squares", in.nextDouble(), 0, 1e300);
    return test;
  }
}
