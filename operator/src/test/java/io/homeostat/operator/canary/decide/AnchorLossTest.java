package io.homeostat.operator.canary.decide;

import static io.homeostat.operator.canary.decide.SeenCanary.START;
import static io.homeostat.operator.canary.decide.SeenCanary.UID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Anchor;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Difference;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Promotion;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryObservation.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnchorLossTest {
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          SeenCanary.PLAN.steps(),
          null,
          "0.05",
          200,
          600,
          50,
          3600,
          120,
          null,
          null,
          "0.1",
          null,
          null,
          null);

  @Test
  void differencesAddUpAndSoDoTheSquaresOfTheirUncertainties() {
    AnchorLoss.Total total =
        AnchorLoss.of(anchor(2, "-0.02", "0.03"), verdict(-0.01, 0.06)).totals().getFirst();

    assertThat(total.loss()).isCloseTo(0.05, within(1e-9));
    assertThat(total.bound()).isCloseTo(0.05 + Math.sqrt(2 * 0.0009 + 0.0036), within(1e-9));
  }

  @Test
  void aLossThatEachCanaryAcceptsDoesNotAddUpBeyondTheLimit() {
    assertThat(decide(0, -0.02).reason()).isEqualTo(CanaryReason.AllGatesPassed);
    assertThat(decide(3, -0.02).reason()).isEqualTo(CanaryReason.AllGatesPassed);
    assertThat(decide(4, -0.02).reason()).isEqualTo(CanaryReason.LossSinceAnchor);
    assertThat(decide(4, -0.02).next().state()).isEqualTo(CanaryState.Progressing);
    assertThat(decide(4, -0.02).message()).contains("first").contains("0.1");
  }

  @Test
  void aGainPaysForEarlierLosses() {
    assertThat(decide(4, 0.03).reason()).isEqualTo(CanaryReason.AllGatesPassed);
  }

  @Test
  void aPersonMayPromoteAllTheSame() {
    SeenCanary seen = seen(4, -0.02).ordered("Promote");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.PromotedByIntervention);
  }

  private static CanaryDecision decide(int promotions, double difference) {
    return seen(promotions, difference).decide();
  }

  private static SeenCanary seen(int promotions, double difference) {
    SeenCanary seen = SeenCanary.by(PLAN).step(1, 0, START).says("Promote", "AllGatesPassed", 500);
    seen.measured(difference, 0.008);
    seen.traffic =
        new Traffic(
            true,
            "old",
            UID,
            anchor(promotions, "-0.02", "0.008"),
            Optional.empty(),
            Optional.empty());
    return seen;
  }

  private static CanaryVerdict verdict(double difference, double half) {
    return SeenCanary.by(PLAN)
        .step(1, 0, START)
        .says("Promote", "AllGatesPassed", 500)
        .measured(difference, half)
        .verdict;
  }

  private static Anchor anchor(int promotions, String difference, String uncertainty) {
    return new Anchor(
        "first",
        IntStream.range(0, promotions)
            .mapToObj(
                i ->
                    new Promotion(
                        "release-" + i,
                        List.of(
                            new Difference("quality", difference, uncertainty),
                            new Difference("another", "-0.5", "0.5"))))
            .toList());
  }
}
