package io.homeostat.operator.canary.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.operator.canary.decide.CanaryObservation.Followed;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Canaries whose traffic a Rollout moves: 20 % at step 1, a pause, 50 % at step 3. */
class FollowingTest {
  private static final List<Integer> SHARES = List.of(200, 200, 500);
  private static final CanaryRules RULES = SeenCanary.RULES.following(SHARES);

  private static RolloutView at(int step, int weight, String phase, String pause) {
    return new RolloutView("llm", null, "a", "b", phase, pause, false, SHARES, step, weight);
  }

  private static RolloutView aborted() {
    return new RolloutView("llm", null, "a", "b", "Degraded", null, true, SHARES, 0, 0);
  }

  private static RolloutView healthy(String hash) {
    return new RolloutView("llm", null, hash, hash, "Healthy", null, false, SHARES, 3, 1000);
  }

  private static SeenCanary waiting(RolloutView view) {
    SeenCanary seen = SeenCanary.by(RULES);
    seen.followed = new Followed(view, "b", "a");
    return seen;
  }

  private static SeenCanary testing(RolloutView view) {
    SeenCanary seen = SeenCanary.by(RULES).step(0, 0, SeenCanary.START);
    seen.followed = new Followed(view, "b", "a");
    return seen;
  }

  @Test
  void itBeginsWhenTheRolloutRollsOutTheCandidatesTemplate() {
    CanaryDecision decision = waiting(at(0, 200, "Progressing", null)).decide();

    assertThat(decision.reason()).isEqualTo(CanaryReason.Started);
    assertThat(decision.next().state()).isEqualTo(CanaryState.Progressing);
    assertThat(decision.next().weight()).isEqualTo(200);
    assertThat(decision.next().rollout().podTemplateHash()).isEqualTo("b");
    assertThat(waiting(healthy("a")).decide().reason()).isEqualTo(CanaryReason.WaitingForRollout);
    assertThat(waiting(aborted()).decide().reason())
        .as("an aborted one is retried by a person first")
        .isEqualTo(CanaryReason.WaitingForRollout);
  }

  @Test
  void stepWeightAndPauseAreThoseOfTheRollout() {
    CanaryDecision decision = testing(at(1, 200, "Paused", "CanaryPauseStep")).decide();

    assertThat(decision.next().state()).isEqualTo(CanaryState.Paused);
    assertThat(decision.next().step()).isEqualTo(1);
    assertThat(decision.next().weight()).isEqualTo(200);
    assertThat(decision.next().rollout().pauseReason()).isEqualTo("CanaryPauseStep");
    assertThat(decision.message()).contains("step 2 of 3 at 20% of the sessions");
    assertThat(testing(at(2, 410, "Progressing", null)).decide().next().weight())
        .as("what the traffic router has reached counts, not what the step asks for")
        .isEqualTo(410);
  }

  @Test
  void allGatesPassedIsSaidAndTheRolloutAlonePromotes() {
    CanaryDecision passed =
        testing(at(2, 500, "Progressing", null)).says("Promote", "AllGatesPassed", 400).decide();
    assertThat(passed.reason()).isEqualTo(CanaryReason.AllGatesPassed);
    assertThat(passed.next().state()).isEqualTo(CanaryState.Progressing);
    assertThat(passed.next().weight()).isEqualTo(500);

    CanaryDecision released = testing(healthy("b")).decide();
    assertThat(released.reason()).isEqualTo(CanaryReason.RolloutPromoted);
    assertThat(released.next().state()).isEqualTo(CanaryState.Promoted);
    assertThat(released.next().weight()).isEqualTo(1000);
  }

  @Test
  void tooFewSessionsOrAnUnsureMonitorDecideNothing() {
    assertThat(
            testing(at(2, 500, "Progressing", null))
                .says("Promote", "AllGatesPassed", 199)
                .decide()
                .reason())
        .isEqualTo(CanaryReason.Testing);
    assertThat(
            testing(at(2, 500, "Progressing", null))
                .says("Inconclusive", "JudgeNotTrusted", 400)
                .decide()
                .reason())
        .isEqualTo(CanaryReason.Inconclusive);
    SeenCanary late = testing(at(2, 500, "Progressing", null)).says("Promote", "x", 400);
    late.now = late.now.plusSeconds(100_000);
    assertThat(late.decide().reason())
        .as("neither the deadline nor stale data end it: the Rollout pauses for a person")
        .isEqualTo(CanaryReason.DataStale);
    assertThat(late.decide().next().state()).isEqualTo(CanaryState.Progressing);
  }

  @Test
  void harmTakesTheSessionsAwayBeforeTheRolloutAsks() {
    CanaryDecision decision =
        testing(at(1, 200, "Paused", "CanaryPauseStep")).breached(300, "quality").decide();

    assertThat(decision.reason()).isEqualTo(CanaryReason.Breach);
    assertThat(decision.next().state()).isEqualTo(CanaryState.RolledBack);
    assertThat(decision.next().weight()).isZero();
    assertThat(decision.next().decidedAt()).isEqualTo(SeenCanary.DECIDED);
  }

  @Test
  void anAbortOfEitherSideEndsIt() {
    assertThat(testing(aborted()).decide().reason()).isEqualTo(CanaryReason.RolloutAborted);
    assertThat(testing(aborted()).decide().next().state()).isEqualTo(CanaryState.RolledBack);
    CanaryDecision ordered =
        testing(at(1, 200, "Paused", "CanaryPauseStep")).ordered("Abort").decide();
    assertThat(ordered.next().state()).isEqualTo(CanaryState.Aborted);
  }

  @Test
  void aRolloutThatCannotBeSeenChangesNothing() {
    CanaryDecision decision =
        testing(RolloutView.unknown("llm", "there is no Rollout 'llm'")).decide();

    assertThat(decision.reason()).isEqualTo(CanaryReason.RolloutUnknown);
    assertThat(decision.next().state()).isEqualTo(CanaryState.Progressing);
    assertThat(decision.next().weight()).isEqualTo(200);
  }

  @Test
  void aCandidateOnStablesPodsIsNeverPromotedByThem() {
    SeenCanary seen = waiting(healthy("a"));
    seen.followed = new Followed(healthy("a"), "a", "a");

    assertThat(seen.decide().reason()).isEqualTo(CanaryReason.RolloutUnknown);
    assertThat(seen.decide().next().state()).isEqualTo(CanaryState.Waiting);
  }

  @Test
  void whatWasRolledOutWithoutWaitingIsFollowed() {
    assertThat(waiting(healthy("b")).decide().next().state()).isEqualTo(CanaryState.Promoted);
  }
}
