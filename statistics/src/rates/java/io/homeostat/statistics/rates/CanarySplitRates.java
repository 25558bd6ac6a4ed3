package io.homeostat.statistics.rates;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.canary.Arm;
import io.homeostat.statistics.canary.CanaryComparison;
import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryDecision.Reason;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import io.homeostat.statistics.canary.SampleRatioCheck;
import io.homeostat.statistics.rates.RateReport.Section;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole canaries in a split whose weight changes with the steps, looked at after each session. */
@ExtendWith(RateReport.Extension.class)
class CanarySplitRates {
  private static final int SESSIONS = 5_000;
  private static final double[] SHARES = {0.05, 0.5, 0.9};
  private static final double MARGIN = 0.04;
  private static final String LOOKS = "5,000 sessions";

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void errors_stay_below_alpha_on_either_side(int metrics, RateReport report) {
    int runs = metrics == 10 ? 300 : 600;
    String claim = "canary, metrics: " + metrics + ", weights 50, 500, 900 permille, ";
    ErrorShare.of(runs, 220 + metrics, draws -> play(draws, metrics, 0).rolledBack())
        .promise(report, Section.CANARY, claim + "roll back, no difference", 0.05, LOOKS);
    ErrorShare.of(runs, 240 + metrics, draws -> play(draws, metrics, -MARGIN).promoted())
        .promise(report, Section.CANARY, claim + "promote, one loss = margin .04", 0.05, LOOKS);
  }

  private record Played(boolean rolledBack, boolean promoted) {}

  /** A canary that goes on whatever it says; the effect is on the first metric. */
  private static Played play(Draws draws, int metrics, double effect) {
    CanaryComparison canary = CanaryComparison.start(settings(metrics, SHARES.length));
    boolean promoted = false;
    for (int t = 0; t < SESSIONS; t++) {
      int step = t < 500 ? 0 : t < 3_000 ? 1 : 2;
      if (t == 500 || t == 3_000) {
        canary.enterStep(step);
      }
      Arm arm = draws.chance(SHARES[step]) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, SHARES[step]);
      for (int metric = 0; metric < metrics; metric++) {
        double drop = metric == 0 && arm == Arm.CANDIDATE ? effect : 0;
        canary.observe(metric, arm, draws.binary(0.9 + drop));
      }
      promoted |= canary.outcome() == Outcome.PROMOTE;
    }
    return new Played(canary.decide().reasons().contains(Reason.HARM), promoted);
  }

  private static CanarySettings settings(int metrics, int steps) {
    return CanarySettings.of(
        steps,
        IntStream.range(0, metrics)
            .mapToObj(
                j ->
                    new CanaryMetric(
                        "metric " + j, 1.0 / metrics, 0, new PromotionGoal.NotWorse(MARGIN)))
            .toList());
  }

  @Test
  void stable_against_itself_shows_no_difference(RateReport report) {
    CanaryMetric quality = new CanaryMetric("quality", 1, 0, new PromotionGoal.NotWorse(0.05));
    ErrorShare.of(500, 251, draws -> !sameShown(draws, CanarySettings.of(1, List.of(quality))))
        .promise(
            report,
            Section.CANARY,
            "A/A, Beta(8,2), margin .05: not promoted, or a difference shown, at the end",
            0.1,
            "2,000 sessions");
  }

  private static boolean sameShown(Draws draws, CanarySettings settings) {
    CanaryComparison canary = CanaryComparison.start(settings);
    for (int t = 0; t < 2_000; t++) {
      Arm arm = draws.chance(0.5) ? Arm.CANDIDATE : Arm.CONTROL;
      canary.observeUnit(arm, 0.5);
      canary.observe(0, arm, draws.beta(8, 2));
    }
    return canary.outcome() == Outcome.PROMOTE && canary.decide().noDifference();
  }

  @Test
  void a_sound_split_is_hardly_ever_doubted(RateReport report) {
    ErrorShare.of(3_000, 252, CanarySplitRates::doubted)
        .promise(
            report,
            Section.CANARY,
            "sample-ratio check, sound split of 50, 500, 900 permille",
            CanaryComparison.SAMPLE_RATIO_ALPHA,
            "1,500 sessions");
  }

  private static boolean doubted(Draws draws) {
    SampleRatioCheck check = new SampleRatioCheck();
    for (int t = 0; t < 1_500; t++) {
      double share = SHARES[t / 500];
      check.observe(draws.chance(share) ? Arm.CANDIDATE : Arm.CONTROL, share);
    }
    return check.mismatch(CanaryComparison.SAMPLE_RATIO_ALPHA);
  }
}
