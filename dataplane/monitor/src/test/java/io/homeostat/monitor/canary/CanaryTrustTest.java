package io.homeostat.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.PlanWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When data do not allow a decision. */
class CanaryTrustTest extends ComparedArms {
  @Test
  void splitThatDoesNotFitThePlanIsInconclusive() {
    candidateShare = 0.3;
    feed(1_200, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Inconclusive/SampleRatioMismatch");
  }

  @Test
  void splitOfAnUnknownRevisionIsNotCheckedAndSaysSo() {
    world = world(Toy.canary(Phase.TESTING, 0), PlanWeights.UNKNOWN);
    candidateShare = 0.3;
    feed(2_800, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    assertThat(world.canary().message()).containsPattern("the split of \\d+ sessions is not known");
  }

  @Test
  void missingScoresOfOneArmAreInconclusive() {
    candidateChange = score -> random.nextInt(4) == 0 ? Toy.unscored(score) : score;
    feed(2_500, 0.95, 0.95);
    assertThat(decision()).isEqualTo("Inconclusive/MissingOutcomes");
  }

  @Test
  void uncalibratedJudgeNeverPromotesButHarmStillRollsBack() {
    feed(2_800, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Promote/AllGatesPassed");
    world.judge = JudgeWord.of(ToyJudge.says(false));
    feed(1, 0.95, 0.97);
    assertThat(decision()).isEqualTo("Inconclusive/JudgeNotTrusted");
    feed(2_000, 0.95, 0.2);
    assertThat(decision()).isEqualTo("RollBack/Breach");
  }

  @Test
  void busySessionKeyIsNoPopulation() {
    for (int i = 0; i < 600; i++) {
      at += Toy.WINDOW + 1;
      for (String session : List.of("busy", "quiet-" + i)) {
        boolean toCandidate = session.equals("busy") || i % 2 == 0;
        world.take(
            Toy.score(
                session + i,
                session,
                "date",
                at,
                1,
                toCandidate ? Toy.CANDIDATE : Toy.STABLE,
                toCandidate ? "Candidate" : "Stable",
                9));
      }
    }
    assertThat(decision()).isEqualTo("Inconclusive/InsufficientUnits");
    assertThat(world.canary().message()).contains("one session key brings");
  }
}
