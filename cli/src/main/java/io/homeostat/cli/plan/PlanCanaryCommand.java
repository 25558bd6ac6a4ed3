package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.Progress;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.canary.CanaryForecast;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanaryScenario;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code homeostat plan canary}: how a canary would end, and how long it would take. */
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    description =
        "Plays a canary many times through the tests that decide real ones and tells how often it"
            + " promotes, rolls back or decides nothing, after how many sessions.",
    footer = {
      "",
      "Example: does a canary at 10 %% traffic find a candidate that is .05 worse?",
      "  homeostat plan canary --baseline-distribution beta:8,2 --effect -0.05 \\",
      "    --weight-permille 100 --sessions-per-second 0.5"
    })
final class PlanCanaryCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 1_000_000;
  private static final double ROUNDING = 10_000;
  private static final int MOST_UNITS = 10_000_000;

  @Option(
      names = "--baseline-distribution",
      required = true,
      paramLabel = "DISTRIBUTION",
      converter = ScoreDistributionConverter.class,
      description = "Scores of stable: beta:A,B or discrete:V1=P1,V2=P2,.. within 0 and 1.")
  private ScoreDistribution baseline;

  @Option(
      names = "--effect",
      required = true,
      paramLabel = "DIFFERENCE",
      description =
          "Mean score of the candidate less that of stable, on the first metric; 0 for none.")
  private double effect;

  @Option(
      names = "--margin",
      defaultValue = "0.02",
      description = "Largest loss that may be promoted, default ${DEFAULT-VALUE}.")
  private double margin;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description = "Error probability per side, default ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--metrics",
      defaultValue = "1",
      description = "Metrics of equal weight, all required, default ${DEFAULT-VALUE}.")
  private int metrics;

  @Option(
      names = "--max-units",
      defaultValue = "5000",
      description =
          "Sessions of the smaller arm at which the canary gives up, default ${DEFAULT-VALUE}.")
  private int maximumUnits;

  @Option(
      names = "--minimum-units",
      defaultValue = "200",
      description = "Sessions of the smaller arm that a promotion needs, default ${DEFAULT-VALUE}.")
  private int minimumUnits;

  @Option(
      names = "--weight-permille",
      defaultValue = "500",
      description = "Traffic of the candidate, default ${DEFAULT-VALUE}.")
  private int weightPermille;

  @Option(
      names = "--shadow",
      description = "Copy each session to the candidate instead of splitting them.")
  private boolean shadow;

  @Option(
      names = "--sessions-per-second",
      description = "Sessions of the service a second, to tell the time.")
  private Double sessionsPerSecond;

  @Option(
      names = "--turns-per-session",
      defaultValue = "1",
      description = "Answers per session, whose mean is the unit, default ${DEFAULT-VALUE}.")
  private int turns;

  @Option(
      names = "--intra-session-correlation",
      defaultValue = "0",
      description = "Correlation of the answers of a session, default ${DEFAULT-VALUE}.")
  private double correlation;

  @Option(
      names = "--runs",
      defaultValue = "1000",
      description = "Canaries to play, default ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the random numbers, default ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CanaryPlanReport report = new CanaryPlanReport(scenario(), effect, sessionsPerSecond, seed);
    CanaryForecast forecast = play(report.scenario());
    spec.commandLine()
        .getOut()
        .println(output.render(() -> report.json(forecast), () -> report.text(forecast)));
    return 0;
  }

  private CanaryForecast play(CanaryScenario scenario) {
    CanaryForecast forecast = new CanaryForecast();
    SplittableRandom random = new SplittableRandom(seed);
    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
      for (int run = 0; run < runs; run++) {
        forecast.add(scenario.play(random));
        progress.at("playing canaries", (run + 1) / (double) runs);
      }
    }
    return forecast;
  }

  private CanaryScenario scenario() throws UsageException {
    require(
        baseline.isUnit(), "write --baseline-distribution beta:A,B or discrete:.. within 0 and 1");
    double mean = baseline.mean() + effect;
    require(
        mean > baseline.lowest() && mean < baseline.highest(),
        "write an --effect between %s and %s: stable has mean %s",
        rounded(baseline.lowest() - baseline.mean()),
        rounded(baseline.highest() - baseline.mean()),
        rounded(baseline.mean()));
    require(weightPermille >= 1 && weightPermille <= 999, "write --weight-permille from 1 to 999");
    require(runs >= 1 && runs <= MOST_RUNS, "write --runs from 1 to %,d", MOST_RUNS);
    require(metrics >= 1 && metrics <= 64, "write --metrics from 1 to 64");
    require(margin > 0 && margin < 1, "write a --margin between 0 and 1");
    require(
        minimumUnits >= 1 && minimumUnits <= maximumUnits && maximumUnits <= MOST_UNITS,
        "write --max-units from --minimum-units (%d) to %,d",
        minimumUnits,
        MOST_UNITS);
    require(
        sessionsPerSecond == null || sessionsPerSecond > 0 && sessionsPerSecond <= 1e9,
        "write --sessions-per-second above 0");
    try {
      ScoreDistribution candidate = effect == 0 ? baseline : baseline.withMean(mean);
      return new CanaryScenario(
          baseline, candidate, settings(), weightPermille / 1000.0, shadow, turns, correlation);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static double rounded(double value) {
    return Math.round(value * ROUNDING) / ROUNDING;
  }

  private CanarySettings settings() {
    return new CanarySettings(
        alpha,
        1,
        minimumUnits,
        maximumUnits,
        IntStream.rangeClosed(1, metrics)
            .mapToObj(
                i ->
                    new CanaryMetric(
                        "metric " + i, 1.0 / metrics, 0, new PromotionGoal.NotWorse(margin)))
            .toList());
  }

  private static void require(boolean holds, String remedy, Object... figures)
      throws UsageException {
    if (!holds) {
      throw new UsageException(remedy.formatted(figures));
    }
  }
}
