package io.homeostat.statistics.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.BlockDoubling;
import io.homeostat.statistics.drift.MixtureESr;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Autocorrelated and session-correlated scores without a change, mean known: with the block rule
 * the promise holds, without it it does not.
 */
@ExtendWith(RateReport.Extension.class)
class CorrelationRates {
  private static final int VALUES = 1_000_000;
  private static final int LEARNT = 2_000;
  private static final double LIMIT = 1_000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  enum Input {
    AUTOREGRESSIVE_3("AR(1) φ=.3, Beta(.5,.5)"),
    AUTOREGRESSIVE_6("AR(1) φ=.6, Beta(.5,.5)"),
    SESSIONS("sessions of 10, correlation .3, score by score, Beta(.5,.5)");

    private final String label;

    Input(String label) {
      this.label = label;
    }

    DoubleSupplier scores(Draws draws) {
      return switch (this) {
        case AUTOREGRESSIVE_3 -> autoregressive(0.3, draws);
        case AUTOREGRESSIVE_6 -> autoregressive(0.6, draws);
        case SESSIONS -> sessions(draws);
      };
    }
  }

  private static DoubleSupplier autoregressive(double phi, Draws draws) {
    double[] z = {draws.normal()};
    return () -> {
      z[0] = phi * z[0] + Math.sqrt(1 - phi * phi) * draws.normal();
      return score(z[0]);
    };
  }

  private static DoubleSupplier sessions(Draws draws) {
    double[] session = new double[1];
    int[] turn = new int[1];
    return () -> {
      if (turn[0]++ % 10 == 0) {
        session[0] = draws.normal();
      }
      return score(Math.sqrt(0.3) * session[0] + Math.sqrt(0.7) * draws.normal());
    };
  }

  /** A normal value as a score with the arcsine law Beta(.5,.5). */
  private static double score(double z) {
    double sine = Math.sin(Math.PI / 2 * NORMAL.cumulativeProbability(z));
    return sine * sine;
  }

  @ParameterizedTest
  @EnumSource(Input.class)
  void blocks_keep_the_run_length(Input input, RateReport report) {
    int blockSize = blockSize(input);
    int inBlocks = alarms(input, blockSize);
    int single = alarms(input, 1);
    double most = VALUES / LIMIT;
    boolean kept = inBlocks <= most + 4.5 * Math.sqrt(most);
    String values = String.format(Locale.ROOT, "%,d scores", VALUES);
    report.promise(
        Section.ONE_STREAM,
        input.label + ": e-SR at c = 1,000, block rule (blocks of " + blockSize + ")",
        "ARL ≥ 1,000 scores",
        length(inBlocks),
        values,
        kept);
    report.reported(
        Section.ONE_STREAM,
        input.label + ": e-SR at c = 1,000, without the rule",
        "ARL ≥ 1,000 if independent",
        length(single),
        values);
    assertThat(blockSize).isGreaterThan(1);
    assertThat(kept).isTrue();
  }

  private static String length(int alarms) {
    return String.format(Locale.ROOT, "ARL %,.0f", (double) VALUES / Math.max(1, alarms));
  }

  private static int blockSize(Input input) {
    BlockDoubling rule = BlockDoubling.start();
    DoubleSupplier scores = input.scores(new Draws(301));
    for (int t = 0; t < LEARNT; t++) {
      rule.observe(scores.getAsDouble());
    }
    return rule.blockSize(0);
  }

  private static int alarms(Input input, int blockSize) {
    DoubleSupplier scores = input.scores(new Draws(302));
    double deviation = 0.3536 / Math.sqrt(blockSize);
    MixtureESr detector = MixtureESr.forDrop(0.5, deviation, 0.05);
    int alarms = 0;
    for (int t = 0; t < VALUES; t += blockSize) {
      double sum = 0;
      for (int i = 0; i < blockSize; i++) {
        sum += scores.getAsDouble();
      }
      detector.observe(Math.min(1, sum / blockSize), t);
      if (detector.logEvidence() >= Math.log(LIMIT)) {
        alarms++;
        detector.restart();
      }
    }
    return alarms;
  }
}
