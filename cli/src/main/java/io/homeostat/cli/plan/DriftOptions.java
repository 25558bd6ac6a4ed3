package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.charts.ChartRule;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The options of {@code plan drift}, and what they mean together. */
final class DriftOptions {
  static final long DEFAULT_RUNS = 10_000;

  private static final double DEFAULT_RUN_LENGTH = 370;
  private static final double TEXTBOOK_LIMIT = 3;
  private static final double MOST_CHART_RUN_LENGTH = 1e6;
  private static final int MOST_RUNS = 10_000_000;
  private static final int LEAST_BASELINE = 10;
  private static final int MOST_BASELINE = 100_000;
  private static final double MOST_SHIFT = 100;

  @Option(
      names = "--detector",
      required = true,
      paramLabel = "NAME",
      converter = DriftDetector.Converter.class,
      description = "shewhart, western-electric, nelson, ewma, cusum, rank-cusum or e-sr.")
  private DriftDetector detector;

  @Option(
      names = "--rules",
      split = ",",
      paramLabel = "N",
      description = "Run rules by number, default all: 1-4 of western-electric, 1-8 of nelson.")
  private List<Integer> rules;

  @Option(
      names = "--lambda",
      paramLabel = "X",
      description = "Weight of the newest value in an ewma, default 0.05.")
  private Double lambda;

  @Option(
      names = "--limit",
      paramLabel = "X",
      description =
          "Limit of shewhart and the rules (default 3 sigma, unless --arl or --baseline N is"
              + " given), of an ewma, or the evidence at which e-sr alarms.")
  private Double limit;

  @Option(
      names = "--k",
      paramLabel = "X",
      description = "Reference value of a cusum, default 0.5 (rank-cusum 0.25).")
  private Double k;

  @Option(names = "--h", paramLabel = "X", description = "Decision interval of a cusum.")
  private Double h;

  @Option(
      names = "--time-varying",
      description = "An ewma with limits that are exact at each value.")
  private boolean timeVarying;

  @Option(
      names = "--arl",
      paramLabel = "N",
      description =
          "Average run length without a change that the limit is chosen for when it is not given,"
              + " default 370. With --baseline N: what 90 %% of monitors have at least.")
  private Double runLength;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description =
          "Drop below the baseline that e-sr lets pass, half of the smallest drop that matters;"
              + " default 0.")
  private Double tolerance;

  @Option(
      names = "--baseline",
      defaultValue = "known",
      paramLabel = "known|N",
      description = "Whether mean and spread are known, or estimated from N values.")
  private String baseline;

  @Option(
      names = "--distribution",
      paramLabel = "D",
      converter = ScoreDistributionConverter.class,
      description =
          "Scores without a change: normal, beta:A,B or discrete:V1=P1,V2=P2,..; default normal,"
              + " for e-sr beta:8,2.")
  private ScoreDistribution scores;

  @Option(
      names = "--shift",
      split = ",",
      defaultValue = "0,0.5,1,2",
      paramLabel = "X",
      description =
          "Drops of the mean in standard deviations, negative for rises, default ${DEFAULT-VALUE}.")
  private List<Double> shifts;

  @Option(
      names = "--autocorrelation",
      defaultValue = "0",
      paramLabel = "PHI",
      description = "Lag-1 correlation of the scores, default 0.")
  private double correlation;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Simulate this many runs; default 10000 where no exact method exists.")
  private Long runs;

  @Option(names = "--seed", defaultValue = "1", description = "Of the simulation, default 1.")
  private long seed;

  /**
   * A drop and the scores after it.
   *
   * @param deviations in standard deviations
   */
  record Shift(double deviations, ScoreDistribution scores) {}

  OptionalLong runs() {
    return runs == null ? OptionalLong.empty() : OptionalLong.of(runs);
  }

  long seed() {
    return seed;
  }

  String distributionText() {
    return PlanFormat.scores(distribution())
        + (correlation > 0 ? ", lag-1 autocorrelation " + PlanFormat.plain(correlation) : "")
        + ", baseline "
        + (baseline.equals("known") ? "known" : "of " + baseline + " values");
  }

  private ScoreDistribution distribution() {
    if (scores != null) {
      return scores;
    }
    return new ScoreDistributionConverter()
        .convert(detector == DriftDetector.E_SR ? "beta:8,2" : "normal");
  }

  /** Checks the options against each other and fills in the defaults. */
  DriftPlan plan() throws UsageException {
    checkDetector();
    within("--lambda", lambda, 0.001, 1);
    within("--k", k, 0, 20);
    within("--limit", limit, detector == DriftDetector.E_SR ? 1 : 0.01, 1e9);
    within("--h", h, 0.01, 200);
    within("--tolerance", tolerance, 0, 0.5);
    within("--autocorrelation", correlation, 0, 0.99);
    within("--arl", runLength, 2, MOST_CHART_RUN_LENGTH);
    within("--runs", runs == null ? null : (double) runs, 2, MOST_RUNS);
    ScoreDistribution distribution = distribution();
    if (detector == DriftDetector.E_SR && !distribution.isUnit()) {
      throw new UsageException(
          "e-sr needs scores between 0 and 1: write --distribution beta:8,2 or"
              + " discrete:0=0.1,1=0.9");
    }
    return new DriftPlan(
        detector,
        ruleSet(),
        lambda == null ? 0.05 : lambda,
        k == null ? (detector == DriftDetector.RANK_CUSUM ? 0.25 : 0.5) : k,
        timeVarying,
        runLength == null ? DEFAULT_RUN_LENGTH : runLength,
        baselineValues(),
        distribution,
        correlation,
        tolerance == null ? 0 : tolerance);
  }

  private void checkDetector() throws UsageException {
    belongs("--rules", rules != null, detector.hasRules(), "western-electric and nelson");
    belongs("--lambda", lambda != null, detector == DriftDetector.EWMA, "ewma");
    belongs("--time-varying", timeVarying, detector == DriftDetector.EWMA, "ewma");
    belongs("--k", k != null, detector.isCusum(), "cusum and rank-cusum");
    belongs("--h", h != null, detector.isCusum(), "cusum and rank-cusum");
    belongs("--tolerance", tolerance != null, detector == DriftDetector.E_SR, "e-sr");
    if (limit != null && detector.isCusum()) {
      throw new UsageException("the limit of a " + detector + " is its --h: write --h " + limit);
    }
    if (runLength != null && (limit != null || h != null)) {
      throw new UsageException(
          "write either --arl or "
              + (limit != null ? "--limit" : "--h")
              + ": one follows the other");
    }
  }

  private void belongs(String option, boolean given, boolean fits, String to)
      throws UsageException {
    if (given && !fits) {
      throw new UsageException(option + " belongs to " + to + ": leave it away for " + detector);
    }
  }

  private static void within(String option, Double value, double lowest, double highest)
      throws UsageException {
    if (value != null && !(value >= lowest && value <= highest)) {
      throw new UsageException(
          "%s must lie between %s and %s, found %s"
              .formatted(
                  option,
                  PlanFormat.plain(lowest),
                  PlanFormat.plain(highest),
                  Double.isFinite(value) ? PlanFormat.plain(value) : value.toString()));
    }
  }

  private Set<ChartRule> ruleSet() throws UsageException {
    int most = detector == DriftDetector.NELSON ? 8 : 4;
    int[] numbers =
        rules == null
            ? IntStream.rangeClosed(1, most).toArray()
            : rules.stream().mapToInt(Integer::intValue).toArray();
    for (int number : numbers) {
      within("--rules", (double) number, 1, most);
    }
    return switch (detector) {
      case WESTERN_ELECTRIC -> ChartRule.westernElectric(numbers);
      case NELSON -> ChartRule.nelson(numbers);
      default -> Set.of();
    };
  }

  private OptionalInt baselineValues() throws UsageException {
    if (baseline.equals("known")) {
      return OptionalInt.empty();
    }
    try {
      int values = Integer.parseInt(baseline);
      if (values >= LEAST_BASELINE && values <= MOST_BASELINE) {
        return OptionalInt.of(values);
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new UsageException(
        "--baseline must be known or a number from %d to %d, found '%s'"
            .formatted(LEAST_BASELINE, MOST_BASELINE, baseline));
  }

  /** The limit asked for, or the one that the plan needs. */
  DriftPlan.Limit limit(DriftPlan plan) {
    if (limit != null || h != null) {
      return new DriftPlan.Limit(limit != null ? limit : h, "as given");
    }
    boolean textbook = detector == DriftDetector.SHEWHART || detector.hasRules();
    boolean ordered = plan.rules().stream().anyMatch(rule -> !rule.isZoneRule());
    if (ordered && runLength != null) {
      throw new IllegalArgumentException(
          "no exact run length with nelson's rules 3 and 4: write --limit instead of --arl");
    }
    if (textbook && runLength == null && (plan.baseline().isEmpty() || ordered)) {
      return new DriftPlan.Limit(TEXTBOOK_LIMIT, "the textbook's");
    }
    return plan.limit();
  }

  /** The drops asked for, each with the scores after it. */
  List<Shift> shifts(ScoreDistribution before) throws UsageException {
    List<Shift> all = new ArrayList<>();
    for (double deviations : shifts) {
      within("--shift", deviations, -MOST_SHIFT, MOST_SHIFT);
      double mean = before.mean() - deviations * before.deviation();
      if (!(mean > before.lowest() && mean < before.highest())) {
        throw new UsageException(
            "--shift %s would move the mean to %s: write shifts that keep it between %s and %s"
                .formatted(
                    PlanFormat.plain(deviations),
                    PlanFormat.plain(mean),
                    PlanFormat.plain(before.lowest()),
                    PlanFormat.plain(before.highest())));
      }
      all.add(new Shift(deviations, before.dropped(deviations)));
    }
    return all;
  }
}
