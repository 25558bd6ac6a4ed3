package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * In how many of many runs something went wrong.
 *
 * @param wrong runs
 * @param runs all of them
 */
record ErrorShare(int wrong, int runs) {
  private static final double Z = 4.5;

  /** Plays runs with one stream of draws; {@code wrong} says of each whether it went wrong. */
  static ErrorShare of(int runs, long seed, Predicate<Draws> wrong) {
    Draws draws = new Draws(seed);
    int count = 0;
    for (int run = 0; run < runs; run++) {
      count += wrong.test(draws) ? 1 : 0;
    }
    return new ErrorShare(count, runs);
  }

  /** Reports and asserts that the probability of an error is at most {@code alpha}. */
  void promise(RateReport report, Section section, String claim, double alpha, String looks) {
    double most = runs * alpha + Z * Math.sqrt(runs * alpha * (1 - alpha));
    boolean kept = wrong <= most;
    report.promise(section, claim, "≤ " + percent(alpha), measured(), simulated(looks), kept);
    assertThat(kept).as("%s: %d of %d wrong, at most %.0f", claim, wrong, runs, most).isTrue();
  }

  /** Reports a figure that nobody promised. */
  void report(RateReport report, Section section, String claim, double expected, String looks) {
    report.reported(section, claim, percent(expected), measured(), simulated(looks));
  }

  double share() {
    return wrong / (double) runs;
  }

  private String measured() {
    double error = Math.sqrt(share() * (1 - share()) / runs);
    return String.format(Locale.ROOT, "%s ± %s", percent(share()), percent(error));
  }

  private String simulated(String looks) {
    return String.format(Locale.ROOT, "%,d runs of %s", runs, looks);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share).replaceAll("\\.?0+$", "") + " %";
  }
}
