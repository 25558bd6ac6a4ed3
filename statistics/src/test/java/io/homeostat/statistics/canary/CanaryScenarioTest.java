package io.homeostat.statistics.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryForecast.Ending;
import io.homeostat.statistics.canary.CanaryScenario.Run;
import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.NormalScores;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CanaryScenarioTest {
  private static final BetaScores STABLE = new BetaScores(8, 2);

  private static CanarySettings settings(int most) {
    CanaryMetric metric = new CanaryMetric("quality", 1, 0, new PromotionGoal.NotWorse(0.02));
    return new CanarySettings(0.05, 1, Math.min(200, most), most, List.of(metric));
  }

  private static CanaryScenario split(double effect, double share, int most) {
    return new CanaryScenario(
        STABLE, STABLE.withMean(0.8 + effect), settings(most), share, false, 1, 0);
  }

  @Test
  void a_harmful_candidate_ends_in_a_rollback() {
    Run run = split(-0.3, 0.5, 5_000).play(new SplittableRandom(1));
    assertThat(run.outcome()).isEqualTo(Outcome.ROLL_BACK);
    assertThat(run.sessions()).isEqualTo(run.control() + run.candidate()).isLessThan(300);
  }

  @Test
  void a_run_ends_at_the_maximum_at_the_latest() {
    Run run = split(0, 0.2, 50).play(new SplittableRandom(2));
    assertThat(run.outcome()).isEqualTo(Outcome.UNDECIDABLE);
    assertThat(run.units()).isEqualTo(run.candidate()).isEqualTo(50);
    assertThat(run.control()).isBetween(120L, 320L);
  }

  @Test
  void in_a_shadow_each_session_is_a_pair() {
    CanaryScenario shadow = new CanaryScenario(STABLE, STABLE, settings(50), 0.1, true, 3, 0.5);
    Run run = shadow.play(new SplittableRandom(3));
    assertThat(run.sessions()).isEqualTo(run.control()).isEqualTo(run.candidate()).isEqualTo(50);
  }

  @Test
  void the_forecast_adds_up() {
    CanaryForecast forecast = new CanaryForecast();
    assertThat(forecast.all()).isEmpty();
    forecast.add(new Run(Outcome.PROMOTE, 300, 200, 500));
    forecast.add(new Run(Outcome.PROMOTE, 200, 400, 600));
    forecast.add(new Run(Outcome.ROLL_BACK, 10, 20, 30));
    forecast.add(new Run(Outcome.INCONCLUSIVE, 40, 40, 80));
    assertThat(forecast.runs()).isEqualTo(4);
    Ending promote = forecast.ending(Outcome.PROMOTE).orElseThrow();
    assertThat(promote.probability()).isEqualTo(0.5);
    assertThat(promote.standardError()).isEqualTo(0.25);
    assertThat(promote.units()).isEqualTo(200);
    assertThat(promote.unitsStandardError()).isZero();
    assertThat(promote.sessions()).isEqualTo(550);
    Ending undecided = forecast.ending(Outcome.UNDECIDABLE).orElseThrow();
    assertThat(undecided.probability()).isEqualTo(0.25);
    assertThat(undecided.unitsStandardError()).isNaN();
    // Units 200, 200, 10, 40: mean 112.5, s 101.8, s/√4.
    assertThat(forecast.all().orElseThrow().unitsStandardError()).isCloseTo(50.9, within(0.05));
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(
            () ->
                new CanaryScenario(NormalScores.STANDARD, STABLE, settings(300), 0.5, false, 1, 0))
        .hasMessageContaining("scores in [0, 1]");
    assertThatThrownBy(() -> split(0, 1, 300)).hasMessageContaining("the candidate's share");
    CanarySettings endless = CanarySettings.of(1, settings(300).metrics());
    assertThatThrownBy(() -> new CanaryScenario(STABLE, STABLE, endless, 0.5, false, 1, 0))
        .hasMessageContaining("needs a maximum of units");
    assertThatThrownBy(() -> new CanaryForecast().add(new Run(Outcome.CONTINUE, 1, 1, 2)))
        .hasMessageContaining("must have ended");
  }
}
