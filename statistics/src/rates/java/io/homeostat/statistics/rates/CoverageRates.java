package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.canary.DifferenceSequence;
import io.homeostat.statistics.canary.EmpiricalBernsteinSequence;
import io.homeostat.statistics.canary.NormalMixtureBoundary;
import io.homeostat.statistics.paired.PairedDifference;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sequences that may be read at any time miss the mean in at most α of the runs, ever. */
@ExtendWith(RateReport.Extension.class)
class CoverageRates {
  private static final int RUNS = 1_000;
  private static final int VALUES = 5_000;
  private static final double ALPHA = 0.05;
  private static final String LENGTH = "5,000 differences";

  private enum Differences {
    BETA("Beta(7,3) − Beta(8,2)", -0.1) {
      @Override
      double draw(Draws draws) {
        return draws.beta(7, 3) - draws.beta(8, 2);
      }
    },
    RARE("0 or 1, means .95 and .97", -0.02) {
      @Override
      double draw(Draws draws) {
        return draws.binary(0.95) - draws.binary(0.97);
      }
    };

    private final String label;
    private final double mean;

    Differences(String label, double mean) {
      this.label = label;
      this.mean = mean;
    }

    abstract double draw(Draws draws);

    boolean missedBy(Interval interval) {
      return interval.lower() > mean || interval.upper() < mean;
    }
  }

  @Test
  void the_empirical_bernstein_sequence_covers_from_the_first_difference(RateReport report) {
    for (Differences differences : Differences.values()) {
      ErrorShare.of(RUNS, 301, draws -> empiricalBernsteinMisses(differences, draws))
          .promise(
              report,
              Section.COVERAGE,
              "empirical Bernstein sequence ever misses, " + differences.label,
              ALPHA,
              LENGTH);
    }
  }

  private static boolean empiricalBernsteinMisses(Differences differences, Draws draws) {
    EmpiricalBernsteinSequence sequence = EmpiricalBernsteinSequence.of(-1, 1, ALPHA);
    for (int t = 0; t < VALUES; t++) {
      sequence.observe(differences.draw(draws));
      if (differences.missedBy(sequence.interval().orElseThrow())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void the_asymptotic_sequence_covers_from_two_hundred_differences(RateReport report) {
    for (Differences differences : Differences.values()) {
      ErrorShare.of(RUNS, 302, draws -> asymptoticMisses(differences, draws))
          .promise(
              report,
              Section.COVERAGE,
              "asymptotic sequence ever misses from 200 on, " + differences.label,
              ALPHA,
              LENGTH);
    }
  }

  private static boolean asymptoticMisses(Differences differences, Draws draws) {
    DifferenceSequence sequence = DifferenceSequence.tightestAt(200);
    for (int t = 1; t <= VALUES; t++) {
      sequence.observe(differences.draw(draws));
      if (t >= 200 && differences.missedBy(sequence.interval(ALPHA).orElseThrow())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void the_normal_mixture_boundary_is_seldom_crossed(RateReport report) {
    NormalMixtureBoundary boundary = NormalMixtureBoundary.tightestAt(ALPHA, 100);
    double[] limit = new double[VALUES + 1];
    for (int t = 1; t <= VALUES; t++) {
      limit[t] = boundary.at(t);
    }
    ErrorShare.of(RUNS, 303, draws -> crosses(limit, draws))
        .promise(
            report,
            Section.COVERAGE,
            "normal mixture boundary ever crossed by a sum of standard normals",
            ALPHA,
            "5,000 values");
  }

  private static boolean crosses(double[] limit, Draws draws) {
    double sum = 0;
    for (int t = 1; t <= VALUES; t++) {
      sum += draws.normal();
      if (Math.abs(sum) > limit[t]) {
        return true;
      }
    }
    return false;
  }

  @Test
  void an_interval_for_one_look_covers_at_that_look_only(RateReport report) {
    ErrorShare.of(RUNS, 304, draws -> studentMisses(draws, 400, 400))
        .promise(
            report, Section.COVERAGE, "Student's interval at one look of 400", ALPHA, "400 pairs");
    ErrorShare peeked = ErrorShare.of(200, 305, draws -> studentMisses(draws, 20, 400));
    peeked.report(
        report,
        Section.COVERAGE,
        "Student's interval ever misses, looked at every 20 pairs",
        ALPHA,
        "400 pairs");
    assertThat(peeked.share()).isGreaterThan(0.12);
  }

  private static boolean studentMisses(Draws draws, int every, int most) {
    double[] candidate = new double[most];
    double[] control = new double[most];
    for (int i = 0; i < most; i++) {
      candidate[i] = draws.beta(7, 3);
      control[i] = draws.beta(8, 2);
    }
    for (int n = every; n <= most; n += every) {
      Interval now =
          PairedDifference.student(Arrays.copyOf(candidate, n), Arrays.copyOf(control, n), ALPHA);
      if (Differences.BETA.missedBy(now)) {
        return true;
      }
    }
    return false;
  }
}
